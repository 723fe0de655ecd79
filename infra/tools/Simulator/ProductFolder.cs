namespace RetailGuard.Tools.Simulator;

/// <summary>Everything that a running product and its simulator keep, below one folder.</summary>
public sealed class ProductFolder(string root)
{
    public string Root { get; } = root;

    /// <summary>The server's data.</summary>
    public string Data => Path.Combine(Root, "data");

    /// <summary>The connector's configuration and key.</summary>
    public string Edge => Path.Combine(Root, "edge");

    public string EdgeConfig => Path.Combine(Edge, "edge.json");

    /// <summary>What the picture camera shows, in order of name.</summary>
    public string Pictures => Path.Combine(Root, "pictures");

    /// <summary>Temporary files of every program that is started, so that they can be searched too.</summary>
    public string Temp => Path.Combine(Root, "temp");

    public string Logs => Path.Combine(Root, "logs");

    /// <param name="reset">Deletes what is there.</param>
    public void Create(bool reset)
    {
        if (reset && Directory.Exists(Root))
        {
            Directory.Delete(Root, recursive: true);
        }

        foreach (var folder in (string[])[Data, Edge, Pictures, Temp, Logs])
        {
            // The server refuses a data folder that others can read.
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
