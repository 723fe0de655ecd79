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

    /// <summary>
    /// A probe's template is not copied, whether the frame is accepted or not: it stays the message's own bytes, so that whoever zeroes
    /// the message leaves none (R1).
    /// </summary>
    /// <param name="message">Not changed until the probe has been decided on.</param>
    public static WireResult<EdgeFrame> DecodeEdge(ReadOnlyMemory<byte> message)
    {
        if (Unsound(message.Span, EdgeFrame.Descriptor) is { } refusal)
        {
            return new(null, refusal);
        }

        if (!ProbeShape.TryFindTemplate(message.Span, out var template))
        {
            return new(null, Damaged);
        }

        EdgeFrame frame;
        try
        {
            frame = EdgeParser.ParseFrom(ProbeShape.WithoutTemplate(message, template));
        }
        catch (InvalidProtocolBufferException)
        {
            return new(null, Damaged);
        }

        frame.Probe?.WrapTemplate(message[template]);
        return Checked(frame, FieldCheck.Check(frame));
    }

    public static WireResult<CloudFrame> DecodeCloud(ReadOnlySpan<byte> message)
    {
        if (Unsound(message, CloudFrame.Descriptor) is { } refusal)
        {
            return new(null, refusal);
        }

        try
        {
            var frame = CloudParser.ParseFrom(message[1..]);
            return Checked(frame, FieldCheck.Check(frame));
        }
        catch (InvalidProtocolBufferException)
        {
            return new(null, Damaged);
        }
    }

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

    private static WireRefusal? Unsound(ReadOnlySpan<byte> message, MessageDescriptor kind) =>
        Envelope(message) ?? (WireShape.IsSound(message[1..], kind) ? null : Damaged);

    private static WireResult<T> Checked<T>(T frame, WireRefusal? invalid)
        where T : class => invalid is null ? new(frame, null) : new(null, invalid);

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
