namespace RetailGuard.Edge.Setup;

/// <summary>Files that only the account of the connector may read: its key, and the cameras' addresses with their passwords.</summary>
internal static class OwnerOnly
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Others =
        UnixFileMode.GroupRead
        | UnixFileMode.GroupWrite
        | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead
        | UnixFileMode.OtherWrite
        | UnixFileMode.OtherExecute;

    /// <summary>Writes or replaces a file. It is never readable by others, not even while it is written, and never half written.</summary>
    public static void Write(string file, string text)
    {
        var fresh = file + ".new";
        File.Delete(fresh);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = Owner;
        }

        using (var writer = new StreamWriter(fresh, options))
        {
            writer.Write(text);
        }

        File.Move(fresh, file, overwrite: true);
    }

    /// <exception cref="EdgeSetupException">Others than the owner may read or change the file.</exception>
    public static void Require(string file, string code, string what)
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & Others) != 0)
        {
            throw new EdgeSetupException(code, $"{what}: others can read {file}. Run: chmod 600 {file}");
        }
    }
}
