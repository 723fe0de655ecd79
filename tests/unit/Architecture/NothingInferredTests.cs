using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace RetailGuard.Tests.Unit.Architecture;

/// <summary>R5: there is no place where a guess about a person could be kept.</summary>
public sealed partial class NothingInferredTests
{
    private static readonly HashSet<string> Forbidden = new(StringComparer.OrdinalIgnoreCase)
    {
        "age",
        "ages",
        "birth",
        "birthday",
        "gender",
        "genders",
        "sex",
        "male",
        "female",
        "ethnic",
        "ethnicity",
        "race",
        "religion",
        "emotion",
        "emotions",
        "mood",
        "disability",
        "skin",
    };

    [Fact]
    [Trait("Rule", "R5")]
    public void No_type_and_no_field_names_age_sex_ethnicity_or_emotion()
    {
        var names = Sources
            .Types.SelectMany(type => StoredMembers(type).Select(member => $"{type.Name}.{member}").Prepend(type.Name))
            .ToList();
        names.ShouldContain("Alert.CapturedAt", "entities are looked at");
        names.ShouldContain("EntryRequest.Summary", "requests are looked at");
        names.ShouldContain("GalleryProbes.Templates", "messages are looked at");
        names.Where(NamesWhatMustNotBeInferred).ShouldBeEmpty();
    }

    [Fact]
    [Trait("Rule", "R5")]
    public void No_model_file_and_no_field_of_a_model_pack_names_them()
    {
        var packs = Directory.GetFiles(
            Path.Combine(Sources.Root, "edge-connector", "models", "packs"),
            "*.json",
            SearchOption.AllDirectories
        );
        packs.ShouldNotBeEmpty();
        packs
            .SelectMany(pack => Texts(JsonDocument.Parse(File.ReadAllText(pack)).RootElement))
            .Where(NamesWhatMustNotBeInferred)
            .ShouldBeEmpty();
    }

    [Theory]
    [InlineData("EstimatedAge", true)]
    [InlineData("age", true)]
    [InlineData("model/age_gender.onnx", true)]
    [InlineData("Entry.Ethnicity", true)]
    [InlineData("emotionScore", true)]
    [InlineData("Page", false)]
    [InlineData("Storage.Message", false)]
    [InlineData("ImageCoverage", false)]
    public void The_search_knows_a_word_from_a_part_of_another(string name, bool found) => NamesWhatMustNotBeInferred(name).ShouldBe(found);

    private static bool NamesWhatMustNotBeInferred(string name) => Words().Matches(name).Any(word => Forbidden.Contains(word.Value));

    private static IEnumerable<string> StoredMembers(Type type)
    {
        const BindingFlags own = BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        return type.IsEnum
            ? type.GetEnumNames()
            : type.GetProperties(own).Select(p => p.Name).Concat(type.GetFields(own).Select(f => f.Name));
    }

    private static IEnumerable<string> Texts(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Object => element.EnumerateObject().SelectMany(p => Texts(p.Value).Prepend(p.Name)),
            JsonValueKind.Array => element.EnumerateArray().SelectMany(Texts),
            // Prose may say what a pack does without; ids, kinds and paths say what it does.
            JsonValueKind.String when !element.GetString()!.Contains(' ') => [element.GetString()!],
            _ => [],
        };

    [GeneratedRegex("[A-Z]?[a-z]+|[A-Z]+", RegexOptions.NonBacktracking)]
    private static partial Regex Words();
}
