using System.Text.Json;
using RetailGuard.Tools.Simulator;

namespace RetailGuard.Tools.Demo;

/// <summary>Who can sign in to the fictional retailer. Made at random when it is seeded.</summary>
/// <param name="HeadOffice">Loss prevention, then the privacy officer.</param>
internal sealed record DemoSignIns(
    string Tenant,
    SeededPerson Administrator,
    SeededPerson SecondAdministrator,
    IReadOnlyList<SeededStore> Stores,
    IReadOnlyList<SeededPerson> HeadOffice
)
{
    /// <summary>Null until the demo has been seeded whole; also when an older version seeded it.</summary>
    public static DemoSignIns? Of(ProductFolder folder) =>
        File.Exists(FileIn(folder))
        && JsonSerializer.Deserialize<DemoSignIns>(File.ReadAllText(FileIn(folder)), JsonSerializerOptions.Web)
            is { HeadOffice: not null, SecondAdministrator: not null } whole
            ? whole
            : null;

    public void SaveIn(ProductFolder folder)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        using var file = new FileStream(FileIn(folder), options);
        JsonSerializer.Serialize(file, this, JsonSerializerOptions.Web);
    }

    private static string FileIn(ProductFolder folder) => Path.Combine(folder.Root, "sign-ins.json");
}
