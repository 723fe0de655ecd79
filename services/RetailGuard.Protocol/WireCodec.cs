using Google.Protobuf;
using Google.Protobuf.Reflection;
using RetailGuard.Protocol.V1;

namespace RetailGuard.Protocol;

/// <summary>
/// One WebSocket binary message = one version byte, then one protobuf <see cref="EdgeFrame"/> or <see cref="CloudFrame"/>.
/// Both directions go through <see cref="FieldCheck"/>, so that neither side sends what the other refuses.
/// </summary>
public static class WireCodec
{
    public const byte Version = 1;

    /// <summary>Largest message with its version byte. A receiver may stop reading a longer one.</summary>
    public const int MaxFrameBytes = 64 * 1024;

    private static readonly MessageParser<EdgeFrame> EdgeParser = EdgeFrame.Parser.WithDiscardUnknownFields(true);
    private static readonly MessageParser<CloudFrame> CloudParser = CloudFrame.Parser.WithDiscardUnknownFields(true);

    /// <summary>A probe's message lies in memory that the collector never moves: whoever zeroes it leaves no copy (R1).</summary>
    public static WireResult<byte[]> Encode(EdgeFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return Encode(frame, FieldCheck.Check(frame), pinned: frame.BodyCase == EdgeFrame.BodyOneofCase.Probe);
    }

    public static WireResult<byte[]> Encode(CloudFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return Encode(frame, FieldCheck.Check(frame), pinned: false);
    }

    public static WireResult<EdgeFrame> DecodeEdge(ReadOnlySpan<byte> message) =>
        Decode(message, EdgeFrame.Descriptor, EdgeParser, FieldCheck.Check);

    public static WireResult<CloudFrame> DecodeCloud(ReadOnlySpan<byte> message) =>
        Decode(message, CloudFrame.Descriptor, CloudParser, FieldCheck.Check);

    private static WireResult<byte[]> Encode(IMessage frame, WireRefusal? refusal, bool pinned)
    {
        if (refusal is not null)
        {
            return new(null, refusal);
        }

        var length = 1 + frame.CalculateSize();
        if (length > MaxFrameBytes)
        {
            return new(null, TooLarge(length));
        }

        var message = GC.AllocateUninitializedArray<byte>(length, pinned);
        message[0] = Version;
        frame.WriteTo(message.AsSpan(1));
        return new(message, null);
    }

    private static WireResult<T> Decode<T>(
        ReadOnlySpan<byte> message,
        MessageDescriptor kind,
        MessageParser<T> parser,
        Func<T, WireRefusal?> check
    )
        where T : class, IMessage<T>
    {
        if (Envelope(message) is { } refusal)
        {
            return new(null, refusal);
        }

        if (!WireShape.IsSound(message[1..], kind))
        {
            return new(null, Damaged);
        }

        T frame;
        try
        {
            frame = parser.ParseFrom(message[1..]);
        }
        catch (InvalidProtocolBufferException)
        {
            return new(null, Damaged);
        }

        return check(frame) is { } invalid ? new(null, invalid) : new(frame, null);
    }

    private static WireRefusal? Envelope(ReadOnlySpan<byte> message) =>
        message.Length switch
        {
            0 => new(WireCodes.FrameTruncated, "The message has no byte; it must begin with the version."),
            > MaxFrameBytes => TooLarge(message.Length),
            _ when message[0] != Version => new(
                WireCodes.VersionUnknown,
                $"The message has version {message[0]}; this side speaks version {Version}. Update the older side."
            ),
            1 => new(WireCodes.FrameEmpty, "The message has a version and no frame."),
            _ => null,
        };

    private static readonly WireRefusal Damaged = new(WireCodes.FrameTruncated, "The frame is cut short or damaged.");

    private static WireRefusal TooLarge(int length) =>
        new(WireCodes.FrameTooLarge, $"The message has {length} bytes; the limit is {MaxFrameBytes}.");
}
