using System.Buffers.Binary;
using System.Security.Cryptography;
using RetailGuard.Protocol;
using RetailGuard.Protocol.V1;
using RetailGuard.Tools.Simulator;

namespace RetailGuard.Bench.Load;

/// <summary>
/// WebSocket frames of one connector, made and masked before the measurement: to send one is to copy it and to write its track's
/// number, so that the load costs little of the machine that it measures.
/// </summary>
internal static class ProbeFrames
{
    /// <summary>The first of the numbers that take five bytes, as all of a measurement do: every frame has room for each.</summary>
    public const ulong FirstTrack = 1ul << 28;

    private const int TrackBytes = 5;
    private const byte FinalBinary = 0x82;
    private const byte Masked = 0x80;
    private const int MaskBytes = 4;

    // Lies in no other field: cameras and templates come later or are random, lengths are short.
    private const ulong Placeholder = 0x5_A5C3_96E1;

    /// <summary>A frame and where its track's number goes.</summary>
    public sealed record Frame(byte[] Bytes, int Payload, int Track)
    {
        /// <returns>Bytes written.</returns>
        public int CopyTo(Span<byte> target, ulong track)
        {
            Bytes.CopyTo(target);
            var mask = target.Slice(Payload - MaskBytes, MaskBytes);
            for (var i = 0; i < TrackBytes; i++)
            {
                var more = i < TrackBytes - 1 ? 0x80 : 0;
                target[Payload + Track + i] = (byte)((byte)(((track >> (7 * i)) & 0x7f) | (uint)more) ^ mask[(Track + i) % MaskBytes]);
            }

            return Bytes.Length;
        }
    }

    public static Frame Probe(Guid camera, string space, float[] template, DateTimeOffset capturedAt) =>
        Make(new() { Probe = ConnectorLine.Probe(camera, Placeholder, space, template, capturedAt) });

    /// <summary>What a connector says when a track's buffers are zeroed.</summary>
    public static Frame Ended(Guid camera) =>
        Make(
            new()
            {
                Ended = new()
                {
                    CameraId = WireId.From(camera),
                    TrackId = Placeholder,
                    Fate = TrackEnded.Types.Fate.Discarded,
                    Frames = 12,
                    LifetimeMs = 40,
                },
            }
        );

    /// <summary>A frame that names no track.</summary>
    public static byte[] Plain(EdgeFrame frame) => Envelope(WireCodec.Encode(frame).Value!).Bytes;

    private static Frame Make(EdgeFrame frame)
    {
        var payload = WireCodec.Encode(frame).Value!;
        Span<byte> placeholder = stackalloc byte[TrackBytes];
        for (var i = 0; i < TrackBytes; i++)
        {
            placeholder[i] = (byte)(((Placeholder >> (7 * i)) & 0x7f) | (i < TrackBytes - 1 ? 0x80u : 0));
        }

        var (bytes, start) = Envelope(payload);
        return new(bytes, start, payload.AsSpan().IndexOf(placeholder));
    }

    private static (byte[] Bytes, int Payload) Envelope(byte[] payload)
    {
        var lengthBytes = payload.Length < 126 ? 0 : 2;
        var start = 2 + lengthBytes + MaskBytes;
        var bytes = new byte[start + payload.Length];
        bytes[0] = FinalBinary;
        bytes[1] = (byte)(Masked | (lengthBytes == 0 ? payload.Length : 126));
        if (lengthBytes > 0)
        {
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2), (ushort)payload.Length);
        }

        var mask = bytes.AsSpan(start - MaskBytes, MaskBytes);
        RandomNumberGenerator.Fill(mask);
        for (var i = 0; i < payload.Length; i++)
        {
            bytes[start + i] = (byte)(payload[i] ^ mask[i % MaskBytes]);
        }

        return (bytes, start);
    }
}
