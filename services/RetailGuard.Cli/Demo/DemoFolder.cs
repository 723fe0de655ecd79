using System.Text.Json;

namespace RetailGuard.Cli.Demo;

/// <summary>Everything that the demo keeps, below one folder that <c>--reset</c> deletes.</summary>
internal sealed class DemoFolder(string root)
{
    public string Root { get; } = root;

    /// <summary>The server's data.</summary>
    public string Data => Path.Combine(Root, "data");

    /// <summary>The connector's configuration and key.</summary>
    public string Edge => Path.Combine(Root, "edge");

    public string EdgeConfig => Path.Combine(Edge, "edge.json");

    /// <summary>What the picture camera shows, in order of name.</summary>
    public string Pictures => Path.Combine(Root, "pictures");

    /// <summary>Temporary files of every program that the demo starts, so that they can be searched too.</summary>
    public string Temp => Path.Combine(Root, "temp");

    public string Logs => Path.Combine(Root, "logs");

    private string SignInsFile => Path.Combine(Root, "sign-ins.json");

    public void Create(bool reset)
    {
        if (reset && Directory.Exists(Root))
        {
            Directory.Delete(Root, recursive: true);
        }

        foreach (var folder in (string[])[Data, Edge, Pictures, Temp, Logs])
        {
            Directory.CreateDirectory(folder);
        }
    }

    /// <summary>Null until the demo has been seeded whole; also when an older version seeded it.</summary>
    public DemoSignIns? SignIns() =>
        File.Exists(SignInsFile)
        && JsonSerializer.Deserialize<DemoSignIns>(File.ReadAllText(SignInsFile), JsonSerializerOptions.Web)
            is { HeadOffice: not null } whole
            ? whole
            : null;

    public void Save(DemoSignIns signIns)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        using var file = new FileStream(SignInsFile, options);
        JsonSerializer.Serialize(file, signIns, JsonSerializerOptions.Web);
    }
}

/// <summary>Who can sign in to the fictional retailer. Made at random when it is seeded.</summary>
/// <param name="HeadOffice">Loss prevention, then the privacy officer.</param>
internal sealed record DemoSignIns(
    string Tenant,
    string AdminEmail,
    string Password,
    IReadOnlyList<DemoStore> Stores,
    IReadOnlyList<DemoPerson> HeadOffice
);

internal sealed record DemoStore(Guid Id, string Name, IReadOnlyList<DemoPerson> People);

/// <param name="Pin">For the store's tablets.</param>
internal sealed record DemoPerson(Guid Id, string Name, string Email, string Password, string Pin);
