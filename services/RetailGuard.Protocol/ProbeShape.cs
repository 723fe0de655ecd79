using System.Buffers;
using RetailGuard.Protocol.V1;

namespace RetailGuard.Protocol;

/// <summary>
/// Where a probe's template lies in its message. The parser would copy it into memory that nobody zeroes, whatever then becomes of the
/// frame (R1): it is given zeros of the same length instead.
/// </summary>
internal static class ProbeShape
{
    private static readonly byte[] Zeros = new byte[WireCodec.MaxFrameBytes];

    /// <param name="message">With its version byte; sound by <see cref="WireShape"/>.</param>
    /// <param name="template">Of the message; empty when it has none.</param>
    /// <returns>False when there is more than one, which no connector sends.</returns>
    public static bool TryFindTemplate(ReadOnlySpan<byte> message, out Range template)
    {
        template = 1..1;
        return TryFindOnly(message, 1..message.Length, EdgeFrame.ProbeFieldNumber, out var probe)
            && TryFindOnly(message, probe, TrackProbe.TemplateFieldNumber, out template);
    }

    /// <summary>The message as the parser sees it.</summary>
    public static ReadOnlySequence<byte> WithoutTemplate(ReadOnlyMemory<byte> message, Range template)
    {
        var (start, length) = template.GetOffsetAndLength(message.Length);
        var first = new Part(message[1..start], 0);
        var last = first.Then(Zeros.AsMemory(0, length)).Then(message[(start + length)..]);
        return new(first, 0, last, last.Memory.Length);
    }

    private static bool TryFindOnly(ReadOnlySpan<byte> message, Range within, int number, out Range found)
    {
        found = within.Start..within.Start;
        var any = false;
        var rest = message[within];
        var end = within.GetOffsetAndLength(message.Length) is var (offset, length) ? offset + length : 0;
        while (WireShape.TryNext(ref rest, out var field, out var content))
        {
            if (field != number)
            {
                continue;
            }

            if (any)
            {
                return false;
            }

            any = true;
            found = (end - rest.Length - content.Length)..(end - rest.Length);
        }

        return true;
    }

    private sealed class Part : ReadOnlySequenceSegment<byte>
    {
        public Part(ReadOnlyMemory<byte> memory, long before) => (Memory, RunningIndex) = (memory, before);

        public Part Then(ReadOnlyMemory<byte> memory)
        {
            var next = new Part(memory, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
