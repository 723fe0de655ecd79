using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Google.Protobuf;

namespace RetailGuard.Protocol.V1;

public sealed partial class TrackProbe
{
    /// <summary>
    /// Makes <paramref name="bytes"/> the template without copying them: zeroing them later zeroes this probe too (R1).
    /// </summary>
    /// <param name="bytes">dimension × float32, little endian; not changed until the probe is encoded.</param>
    public void WrapTemplate(ReadOnlyMemory<byte> bytes) => Template = UnsafeByteOperations.UnsafeWrap(bytes);

    /// <param name="template">As long as the template has values; <see cref="ProbeCheck"/> has checked it.</param>
    public void CopyTemplateTo(Span<float> template)
    {
        var bytes = Template.Span;
        for (var i = 0; i < template.Length; i++)
        {
            template[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(i * sizeof(float))..]);
        }
    }

    /// <summary>Zeroes the template's bytes and lets go of them (R1). Call it on every path once the probe is decided.</summary>
    public void ForgetTemplate()
    {
        if (MemoryMarshal.TryGetArray(Template.Memory, out var bytes))
        {
            bytes.AsSpan().Clear();
        }

        Template = ByteString.Empty;
    }
}
