using Google.Protobuf.Reflection;

namespace RetailGuard.Protocol;

/// <summary>
/// Walks a message's fields before it is parsed. Google.Protobuf 3.25 adds a nested message's claimed length to its position without
/// looking for overflow, so that forty crafted bytes make it allocate hundreds of megabytes; here each length must fit what is there.
/// </summary>
internal static class WireShape
{
    private const int WireTypeBits = 3;
    private const int LongestVarint = 10;

    public static bool IsSound(ReadOnlySpan<byte> message, MessageDescriptor kind)
    {
        var rest = message;
        while (!rest.IsEmpty)
        {
            if (!TryVarint(ref rest, out var tag) || tag > uint.MaxValue || !TryField(ref rest, (uint)tag, kind))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Steps over the next field of a sound message.</summary>
    /// <param name="content">Of a field with a length; empty of any other.</param>
    /// <returns>False at the message's end.</returns>
    public static bool TryNext(ref ReadOnlySpan<byte> rest, out int field, out ReadOnlySpan<byte> content)
    {
        field = 0;
        content = default;
        if (rest.IsEmpty || !TryVarint(ref rest, out var tag))
        {
            return false;
        }

        field = (int)(tag >> WireTypeBits);
        return (tag & ((1 << WireTypeBits) - 1)) switch
        {
            0 => TryVarint(ref rest, out _),
            1 => TrySkip(ref rest, sizeof(ulong), out _),
            2 => TryVarint(ref rest, out var length) && TrySkip(ref rest, length, out content),
            5 => TrySkip(ref rest, sizeof(uint), out _),
            _ => false,
        };
    }

    private static bool TryField(ref ReadOnlySpan<byte> rest, uint tag, MessageDescriptor kind) =>
        (tag & ((1 << WireTypeBits) - 1)) switch
        {
            0 => TryVarint(ref rest, out _),
            1 => TrySkip(ref rest, sizeof(ulong), out _),
            2 => TryVarint(ref rest, out var length)
                && TrySkip(ref rest, length, out var content)
                && (
                    kind.FindFieldByNumber((int)(tag >> WireTypeBits)) is not { FieldType: FieldType.Message } field
                    || IsSound(content, field.MessageType)
                ),
            5 => TrySkip(ref rest, sizeof(uint), out _),
            // Groups and the two unused types: no version of this wire has them.
            _ => false,
        };

    private static bool TrySkip(ref ReadOnlySpan<byte> rest, ulong length, out ReadOnlySpan<byte> skipped)
    {
        if (length > (ulong)rest.Length)
        {
            skipped = default;
            return false;
        }

        skipped = rest[..(int)length];
        rest = rest[(int)length..];
        return true;
    }

    private static bool TryVarint(ref ReadOnlySpan<byte> rest, out ulong value)
    {
        value = 0;
        for (var i = 0; i < rest.Length && i < LongestVarint; i++)
        {
            value |= (ulong)(rest[i] & 0x7f) << (7 * i);
            if (rest[i] < 0x80)
            {
                rest = rest[(i + 1)..];
                return true;
            }
        }

        return false;
    }
}
