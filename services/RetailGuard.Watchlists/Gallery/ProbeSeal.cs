using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Orleans;
using Orleans.Serialization.Buffers;
using Orleans.Serialization.Codecs;
using Orleans.Serialization.WireProtocol;
using RetailGuard.Storage;

namespace RetailGuard.Watchlists;

/// <summary>
/// Seals templates that cross from one node to another: AES-256-GCM under a key that each process derives for itself from the master key
/// that all nodes share, with a counter as the nonce, so that none is ever used twice however many faces pass.
/// Form: the process's salt 16 bytes, counter 8, tag 16, the values.
/// </summary>
internal sealed class ProbeSeal(MasterKey master)
{
    private const string Purpose = "probe-template";
    private const int SaltBytes = 16;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int TagAt = SaltBytes + sizeof(long);
    private const int HeaderBytes = TagAt + TagBytes;

    private readonly byte[] _salt = RandomNumberGenerator.GetBytes(SaltBytes);
    private byte[]? _key;
    private long _count;

    public static int LengthOf(byte[] sealedValues) => (sealedValues.Length - HeaderBytes) / sizeof(float);

    public byte[] Seal(ReadOnlySpan<float> values)
    {
        var sealedValues = new byte[HeaderBytes + values.Length * sizeof(float)];
        _salt.CopyTo(sealedValues, 0);
        BinaryPrimitives.WriteInt64BigEndian(sealedValues.AsSpan(SaltBytes), Interlocked.Increment(ref _count));
        using var aes = new AesGcm(_key ??= master.Derive(Purpose, _salt), TagBytes);
        aes.Encrypt(
            Nonce(sealedValues, stackalloc byte[NonceBytes]),
            MemoryMarshal.AsBytes(values),
            sealedValues.AsSpan(HeaderBytes),
            sealedValues.AsSpan(TagAt, TagBytes)
        );
        return sealedValues;
    }

    /// <param name="values">As many bytes as were sealed.</param>
    /// <exception cref="CryptographicException">It is too short, was changed, or was sealed under another master key.</exception>
    public void Open(ReadOnlySpan<byte> sealedValues, Span<byte> values)
    {
        if (sealedValues.Length != HeaderBytes + values.Length)
        {
            throw new CryptographicException("A sealed template has another length.");
        }

        var key = master.Derive(Purpose, sealedValues[..SaltBytes]);
        using var aes = new AesGcm(key, TagBytes);
        CryptographicOperations.ZeroMemory(key);
        aes.Decrypt(
            Nonce(sealedValues, stackalloc byte[NonceBytes]),
            sealedValues[HeaderBytes..],
            sealedValues.Slice(TagAt, TagBytes),
            values
        );
    }

    private static ReadOnlySpan<byte> Nonce(ReadOnlySpan<byte> sealedValues, Span<byte> nonce)
    {
        nonce.Clear();
        sealedValues.Slice(SaltBytes, sizeof(long)).CopyTo(nonce[^sizeof(long)..]);
        return nonce;
    }
}

/// <summary>How a template is written for another node. One that is passed on is not opened on the way.</summary>
[RegisterSerializer]
internal sealed class ProbeTemplateCodec(ProbeSeal seal) : IFieldCodec<ProbeTemplate>
{
    public void WriteField<TBufferWriter>(
        ref Writer<TBufferWriter> writer,
        uint fieldIdDelta,
        [AllowNull] Type expectedType,
        [AllowNull] ProbeTemplate value
    )
        where TBufferWriter : IBufferWriter<byte>
    {
        if (ReferenceCodec.TryWriteReferenceField(ref writer, fieldIdDelta, expectedType, value))
        {
            return;
        }

        var bytes = value.Sealed.Length > 0 ? value.Sealed : seal.Seal(value.Values);
        writer.WriteFieldHeader(fieldIdDelta, expectedType, typeof(ProbeTemplate), WireType.LengthPrefixed);
        writer.WriteVarUInt32((uint)bytes.Length);
        writer.Write(bytes);
    }

    [return: MaybeNull]
    public ProbeTemplate ReadValue<TInput>(ref Reader<TInput> reader, Field field)
    {
        if (field.WireType is WireType.Reference)
        {
            return ReferenceCodec.ReadReference<ProbeTemplate, TInput>(ref reader, field);
        }

        field.EnsureWireType(WireType.LengthPrefixed);
        var value = new ProbeTemplate(reader.ReadBytes(reader.ReadVarUInt32()), seal);
        ReferenceCodec.RecordObject(reader.Session, value);
        return value;
    }
}
