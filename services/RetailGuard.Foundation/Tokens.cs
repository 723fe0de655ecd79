using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace RetailGuard.Foundation;

/// <summary>Random bearer secrets. Only their SHA-256 is stored, so a stolen database opens no session.</summary>
public static class Tokens
{
    /// <summary>256 random bits, base64url.</summary>
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
