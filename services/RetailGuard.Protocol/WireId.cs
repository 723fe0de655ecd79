using Google.Protobuf;

namespace RetailGuard.Protocol;

/// <summary>Ids on the wire: 16 bytes in the order in which a GUID is written (RFC 9562), not .NET's mixed order.</summary>
public static class WireId
{
    public static ByteString From(Guid id) => ByteString.CopyFrom(id.ToByteArray(bigEndian: true));

    /// <param name="id">16 bytes; <see cref="FieldCheck"/> has checked it.</param>
    public static Guid Read(ByteString id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return new Guid(id.Span, bigEndian: true);
    }
}
