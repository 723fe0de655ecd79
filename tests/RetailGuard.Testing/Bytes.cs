using System.Runtime.InteropServices;

namespace RetailGuard.Testing;

/// <summary>Looks for what must not be there.</summary>
public static class Bytes
{
    /// <summary>Six values from the middle of a template, as it lies in memory: enough to know it by (R1).</summary>
    public static byte[] MarkOf(ReadOnlySpan<float> template) => MemoryMarshal.AsBytes(template.Slice(template.Length / 2, 6)).ToArray();

    public static bool Hold(ReadOnlySpan<byte> place, ReadOnlySpan<byte> mark) => place.IndexOf(mark) >= 0;

    /// <summary>The files of a folder that hold a mark.</summary>
    public static IReadOnlyList<string> FilesHolding(string folder, byte[] mark) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(f => Hold(ReadAll(f), mark))];

    /// <summary>A file's content, also of one that another process writes to.</summary>
    public static byte[] ReadAll(string path)
    {
        if (new FileInfo(path).Length == 0)
        {
            // A server's lock is empty, and cannot be opened while it is held.
            return [];
        }

        using var file = File.Open(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var content = new MemoryStream();
        file.CopyTo(content);
        return content.ToArray();
    }
}
