using System.Security.Cryptography;

namespace RetailGuard.Testing;

/// <summary>Names and keys that no other test has.</summary>
public static class Unique
{
    /// <summary>Eight lower-case letters and digits.</summary>
    public static string Name() => RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyz23456789", 8);

    public static Guid Id() => new(RandomNumberGenerator.GetBytes(16));
}
