using System.Reflection;
using System.Runtime.CompilerServices;
using System.Xml.Linq;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace RetailGuard.Tests.Unit.Architecture;

/// <summary>The product's projects and assemblies, for tests that judge all of them.</summary>
internal static class Sources
{
    /// <summary>The repository that these tests were built from.</summary>
    public static string Root { get; } = FindRoot();

    private static IReadOnlyList<string> Projects { get; } =
    [
        .. new[] { "services", "edge-connector", "infra/tools" }
            .SelectMany(folder => Directory.GetDirectories(Path.Combine(Root, folder)))
            .SelectMany(folder => Directory.GetFiles(folder, "*.csproj")),
    ];

    /// <summary>Short names of the product's projects, each with those it references.</summary>
    public static IReadOnlyDictionary<string, string[]> References { get; } =
        Projects.ToDictionary(NameOf, ReferencesOf, StringComparer.Ordinal);

    /// <summary>Every type of ours that is not made by a compiler or a migration.</summary>
    public static IReadOnlyList<Type> Types { get; } =
    [
        .. Projects
            .Select(AssemblyOf)
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.Namespace?.StartsWith("RetailGuard", StringComparison.Ordinal) is true)
            .Where(type => !type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false))
            .Where(type => !type.IsAssignableTo(typeof(Migration)) && !type.IsAssignableTo(typeof(ModelSnapshot))),
    ];

    private static Assembly AssemblyOf(string project) =>
        Assembly.Load(
            XDocument.Load(project).Descendants("AssemblyName").SingleOrDefault()?.Value ?? Path.GetFileNameWithoutExtension(project)
        );

    private static string[] ReferencesOf(string project) =>
        [
            .. XDocument
                .Load(project)
                .Descendants("ProjectReference")
                .Select(r => NameOf(r.Attribute("Include")!.Value))
                .Order(StringComparer.Ordinal),
        ];

    private static string NameOf(string project) =>
        Path.GetFileNameWithoutExtension(project.Replace('\\', '/')).Replace("RetailGuard.", "", StringComparison.Ordinal);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "RetailGuard.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("These tests read the repository around them.");
    }
}
