using System.Runtime.InteropServices;
using System.Text;

namespace RetailGuard.Tests.Unit.Vision;

/// <summary>
/// Writes ONNX networks that answer the same whatever they are shown: for packs whose real networks cannot be had here, and for
/// answers that a real network gives too seldom. Field numbers are those of onnx.proto.
/// </summary>
internal static class ConstantNetwork
{
    private const int Float = 1;

    /// <param name="input">Shape of the one input, named <c>input</c>.</param>
    /// <param name="outputs">Values of each output, by name; its shape is [1, n].</param>
    public static byte[] Write(long[] input, IReadOnlyDictionary<string, float[]> outputs)
    {
        List<byte[]> graph = [Text(2, "constant"), Message(11, ValueInfo("input", input))];
        foreach (var (name, values) in outputs)
        {
            graph.Add(Message(1, [.. Text(1, $"{name}_values"), .. Text(2, name), .. Text(4, "Identity")]));
            graph.Add(Message(5, Tensor($"{name}_values", values)));
            graph.Add(Message(12, ValueInfo(name, [1, values.Length])));
        }

        return [.. Number(1, 8), .. Message(7, [.. graph.SelectMany(part => part)]), .. Message(8, Number(2, 17))];
    }

    private static byte[] Tensor(string name, float[] values) =>
        [
            .. Number(1, 1),
            .. Number(1, values.Length),
            .. Number(2, Float),
            .. Text(8, name),
            .. Message(9, MemoryMarshal.AsBytes<float>(values).ToArray()),
        ];

    private static byte[] ValueInfo(string name, long[] shape)
    {
        byte[] dimensions = [.. shape.SelectMany(length => Message(1, Number(1, length)))];
        return [.. Text(1, name), .. Message(2, Message(1, [.. Number(1, Float), .. Message(2, dimensions)]))];
    }

    private static byte[] Number(int field, long value) => [.. Varint(field << 3), .. Varint(value)];

    private static byte[] Text(int field, string value) => Message(field, Encoding.UTF8.GetBytes(value));

    private static byte[] Message(int field, byte[] content) => [.. Varint((field << 3) | 2), .. Varint(content.Length), .. content];

    private static byte[] Varint(long value)
    {
        List<byte> bytes = [];
        for (; value > 127; value >>= 7)
        {
            bytes.Add((byte)(value | 128));
        }

        return [.. bytes, (byte)value];
    }
}
