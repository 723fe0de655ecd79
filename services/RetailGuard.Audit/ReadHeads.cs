using System.Security.Cryptography;
using System.Text.Json;

namespace RetailGuard.Audit;

/// <summary>What a folder of signed heads holds.</summary>
/// <param name="Hashes">Of heads that are signed by a key that is trusted; each must be in some chain.</param>
/// <param name="Keys">Ids of the keys that signed them: SHA-256 of the public key, lower-case hex.</param>
/// <param name="Problems">In words: files that are no heads, or are not signed by such a key.</param>
public sealed record HeadsRead(IReadOnlyList<string> Hashes, IReadOnlyList<string> Keys, IReadOnlyList<string> Problems);

/// <summary>Reads the signed heads that a server exported (<see cref="ExportHeads"/>). Needs no server, database or secret.</summary>
public static class ReadHeads
{
    private const int LongestFile = 64 * 1024;

    /// <param name="folder">As exported; searched with all folders in it.</param>
    /// <param name="keyFile">PEM of the public key that the auditor was given; null trusts the keys in the folder.</param>
    public static HeadsRead From(string folder, string? keyFile)
    {
        List<string> problems = [];
        if (!Directory.Exists(folder))
        {
            return new([], [], [$"There is no folder {Path.GetFullPath(folder)}."]);
        }

        Dictionary<string, ECDsa> keys = [];
        try
        {
            string[] trusted = keyFile is null
                ? [.. Directory.EnumerateFiles(folder, "key-*.pem").Order(StringComparer.Ordinal)]
                : [keyFile];
            foreach (var file in trusted)
            {
                ReadKey(file, keys, problems);
            }

            if (keyFile is not null)
            {
                AddSuccessors(folder, keys, problems);
            }

            List<string> hashes = [];
            HashSet<string> used = [];
            var files = Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
            foreach (var file in files)
            {
                if (ReadHead(file, keys, problems) is { } head)
                {
                    hashes.Add(head.Hash);
                    used.Add(head.Key);
                }
            }

            if (files.Count == 0)
            {
                problems.Add($"There are no signed heads in {Path.GetFullPath(folder)}.");
            }

            return new(hashes, [.. used.Order(StringComparer.Ordinal)], problems);
        }
        finally
        {
            foreach (var key in keys.Values)
            {
                key.Dispose();
            }
        }
    }

    private static void ReadKey(string file, Dictionary<string, ECDsa> keys, List<string> problems)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(file));
            keys[HeadSigner.IdOf(key)] = key;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or CryptographicException)
        {
            key.Dispose();
            problems.Add($"{file} is no PEM of a public key that can be read.");
        }
    }

    /// <summary>Trusts the keys that followed a trusted one when the master key was changed, each by the signature of the one before.</summary>
    private static void AddSuccessors(string folder, Dictionary<string, ECDsa> keys, List<string> problems)
    {
        var left = Directory.EnumerateFiles(folder, "key-*.by-*").Order(StringComparer.Ordinal).ToList();
        while (left.Find(file => keys.Keys.Any(id => file.EndsWith($".by-{id[..12]}", StringComparison.Ordinal))) is { } file)
        {
            left.Remove(file);
            var by = keys.Single(k => file.EndsWith($".by-{k.Key[..12]}", StringComparison.Ordinal)).Value;
            Dictionary<string, ECDsa> next = [];
            ReadKey(Path.ChangeExtension(file, ".pem"), next, problems);
            foreach (var (id, key) in next)
            {
                if (Vouches(by, key, file) && keys.TryAdd(id, key))
                {
                    continue;
                }

                problems.Add($"{file} does not prove that its key followed: its signature is not of it.");
                key.Dispose();
            }
        }
    }

    private static bool Vouches(ECDsa by, ECDsa next, string file)
    {
        try
        {
            var signature = Convert.FromBase64String(File.ReadAllText(file));
            return by.VerifyData(HeadSigner.Succession(next), signature, HashAlgorithmName.SHA256);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            return false;
        }
    }

    private static SignedHead? ReadHead(string file, Dictionary<string, ECDsa> keys, List<string> problems)
    {
        try
        {
            var head = new FileInfo(file).Length <= LongestFile ? SignedHead.Read(File.ReadAllBytes(file)) : null;
            if (head is not { Hash: not null, Key: not null, Signature: not null })
            {
                problems.Add($"{file} is no signed head.");
            }
            else if (!keys.TryGetValue(head.Key, out var key))
            {
                problems.Add($"{file} is signed by the key {head.Key}, which is none of those that are trusted.");
            }
            else if (!key.VerifyData(head.Signed, Convert.FromBase64String(head.Signature), HashAlgorithmName.SHA256))
            {
                problems.Add($"{file} was changed: its signature is not of what it says.");
            }
            else
            {
                return head;
            }
        }
        catch (Exception e)
            when (e is IOException or UnauthorizedAccessException or JsonException or FormatException or NotSupportedException)
        {
            problems.Add($"{file} is no signed head that can be read.");
        }

        return null;
    }
}
