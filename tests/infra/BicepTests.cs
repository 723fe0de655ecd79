using System.Reflection;
using System.Text.Json.Nodes;
using RetailGuard.Server;

[assembly: AssemblyFixture(typeof(RetailGuard.Tests.Infra.CompiledTemplate))]

namespace RetailGuard.Tests.Infra;

/// <summary>Bicep's own compiler, from its package.</summary>
internal static class BicepCompiler
{
    private static readonly string Program = Path.Combine(
        typeof(BicepCompiler).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "BicepPackage").Value!,
        "tools",
        "bicep"
    );

    public static Task<ToolOutput> RunAsync(string command, string file, params string[] more) =>
        ToolOutput.OfAsync(Program, [command, InfraFiles.PathOf(file), .. more]);

    /// <param name="pattern">Files that are changed in place.</param>
    public static Task<ToolOutput> FormatAsync(string pattern) => ToolOutput.OfAsync(Program, ["format", "--pattern", pattern]);

    public static Task<ToolOutput> BuildParametersAsync(string file, IReadOnlyDictionary<string, string> environment) =>
        ToolOutput.OfAsync(Program, ["build-params", InfraFiles.PathOf(file), "--stdout"], environment);
}

/// <summary>The compiled template; compiled once, since that takes seconds.</summary>
public sealed class CompiledTemplate : IAsyncLifetime
{
    internal ToolOutput Compiled { get; private set; } = new(-1, "", "");

    internal JsonObject Template => JsonNode.Parse(Compiled.Output)!.AsObject();

    public async ValueTask InitializeAsync() => Compiled = await BicepCompiler.RunAsync("build", "infra/bicep/main.bicep", "--stdout");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>What would stand in Azure: private, in the country, erasable, and given only settings that the server knows.</summary>
public sealed class BicepTests(CompiledTemplate compiled)
{
    [Fact]
    public void The_template_compiles_without_a_warning()
    {
        compiled.Compiled.ExitCode.ShouldBe(0, compiled.Compiled.ToString());
        compiled.Compiled.Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_linter_finds_nothing()
    {
        // Follows every module.
        var linted = await BicepCompiler.RunAsync("lint", "infra/bicep/main.bicep");
        linted.ExitCode.ShouldBe(0, linted.ToString());
        $"{linted.Output}{linted.Error}".ShouldBeEmpty();
    }

    [Fact]
    public async Task The_formatter_changes_nothing()
    {
        var folder = Directory.CreateTempSubdirectory("rg-bicep-").FullName;
        try
        {
            var files = InfraFiles
                .All.Where(f => f.EndsWith(".bicep", StringComparison.Ordinal))
                .ToDictionary(f => f, f => Path.Combine(folder, f));
            foreach (var (file, copy) in files)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(InfraFiles.PathOf(file), copy);
            }

            (await BicepCompiler.FormatAsync($"{folder}/**/*.bicep")).ExitCode.ShouldBe(0);
            files.Where(f => File.ReadAllText(f.Value) != InfraFiles.Text(f.Key)).Select(f => f.Key).ShouldBeEmpty();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task The_example_of_parameters_fits_and_takes_its_secrets_from_the_environment()
    {
        const string example = "infra/bicep/main.example.bicepparam";
        var secrets = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["DEPLOY_DATABASE_PASSWORD"] = new('p', 32),
            ["DEPLOY_MASTER_KEY"] = Convert.ToBase64String(new byte[32]),
            ["DEPLOY_SILO_CERTIFICATE"] = "certificate",
            ["DEPLOY_SILO_KEY"] = "key",
            ["DEPLOY_SILO_AUTHORITY"] = "authority",
        };
        var built = await BicepCompiler.BuildParametersAsync(example, secrets);
        built.ExitCode.ShouldBe(0, built.ToString());
        built.Error.ShouldBeEmpty();
        (await BicepCompiler.BuildParametersAsync(example, new Dictionary<string, string>())).ExitCode.ShouldNotBe(
            0,
            "no secret has a default"
        );
        InfraFiles.Text(".gitignore").Split('\n').ShouldContain("/infra/bicep/main.bicepparam");
    }

    [Fact]
    public void Everything_is_in_new_zealand_north()
    {
        var location = Parameter("location");
        location["defaultValue"]!.GetValue<string>().ShouldBe("newzealandnorth");
        Texts(location["allowedValues"]).ShouldBe(["newzealandnorth"]);
        foreach (var (resource, _) in All())
        {
            resource["location"]?.GetValue<string>().ShouldBeOneOf("[parameters('location')]", "global");
            if (resource["properties"]?["parameters"]?["location"] is { } given)
            {
                given["value"]!.GetValue<string>().ShouldBe("[parameters('location')]");
            }
        }
    }

    [Fact]
    [Trait("Rule", "R12")]
    public void What_was_erased_is_gone_and_no_copy_leaves_the_country()
    {
        var account = Properties("Microsoft.Storage/storageAccounts");
        Texts(Parameter("storageCopies")["allowedValues"]).ShouldBe(["Standard_ZRS", "Standard_LRS"]);
        Only("Microsoft.Storage/storageAccounts")["sku"]!["name"]!.GetValue<string>().ShouldBe("[parameters('copies')]");
        account["allowCrossTenantReplication"]!.GetValue<bool>().ShouldBeFalse();
        var blobs = Properties("Microsoft.Storage/storageAccounts/blobServices");
        blobs["isVersioningEnabled"]!.GetValue<bool>().ShouldBeFalse();
        foreach (var kept in (string[])["changeFeed", "deleteRetentionPolicy", "containerDeleteRetentionPolicy", "restorePolicy"])
        {
            blobs[kept]!["enabled"]!.GetValue<bool>().ShouldBeFalse(kept);
        }

        Properties("Microsoft.DBforPostgreSQL/flexibleServers")["backup"]!["geoRedundantBackup"]!.GetValue<string>().ShouldBe("Disabled");
    }

    [Theory]
    [InlineData("Microsoft.Storage/storageAccounts")]
    [InlineData("Microsoft.KeyVault/vaults")]
    public void Storage_and_vault_are_reached_from_the_network_only(string type)
    {
        Properties(type)["publicNetworkAccess"]!.GetValue<string>().ShouldBe("Disabled");
        Properties(type)["networkAcls"]!["defaultAction"]!.GetValue<string>().ShouldBe("Deny");
    }

    [Fact]
    public void The_database_is_reached_from_the_network_only()
    {
        var network = Properties("Microsoft.DBforPostgreSQL/flexibleServers")["network"]!;
        network["publicNetworkAccess"]!.GetValue<string>().ShouldBe("Disabled");
        network["delegatedSubnetResourceId"]!.GetValue<string>().ShouldBe("[parameters('subnetId')]");
    }

    [Fact]
    public void Pictures_are_never_public_and_no_shared_key_opens_them()
    {
        var account = Properties("Microsoft.Storage/storageAccounts");
        account["allowBlobPublicAccess"]!.GetValue<bool>().ShouldBeFalse();
        account["allowSharedKeyAccess"]!.GetValue<bool>().ShouldBeFalse();
        account["supportsHttpsTrafficOnly"]!.GetValue<bool>().ShouldBeTrue();
        Properties("Microsoft.Storage/storageAccounts/blobServices/containers")["publicAccess"]!.GetValue<string>().ShouldBe("None");
    }

    [Fact]
    public void Three_nodes_or_more_run_at_all_times()
    {
        Parameter("nodes")["minValue"]!.GetValue<int>().ShouldBe(3);
        Parameter("nodes")["defaultValue"]!.GetValue<int>().ShouldBe(3);
        var scale = App()["template"]!["scale"]!;
        scale["minReplicas"]!.GetValue<string>().ShouldBe("[parameters('nodes')]");
        scale["maxReplicas"]!.GetValue<string>().ShouldBe("[parameters('nodes')]");
    }

    [Fact]
    public void The_ingress_speaks_tls_sticks_to_no_node_and_leaves_the_silos_port_inside()
    {
        var ingress = App()["configuration"]!["ingress"]!;
        ingress["allowInsecure"]!.GetValue<bool>().ShouldBeFalse();
        ingress["stickySessions"]!["affinity"]!.GetValue<string>().ShouldBe("none");
        ingress["targetPort"]!.GetValue<string>().ShouldBe("[variables('httpPort')]");
        var silo = ingress["additionalPortMappings"]!.AsArray().ShouldHaveSingleItem()!;
        silo["external"]!.GetValue<bool>().ShouldBeFalse();
        silo["targetPort"]!.GetValue<string>().ShouldBe("[variables('siloPort')]");
        NodeVariables()["httpPort"]!.GetValue<int>().ShouldBe(5080, "the image listens there");
        NodeVariables()["siloPort"]!.GetValue<int>().ShouldBe(int.Parse(Settings.All.Single(s => s.Name == "Cluster:SiloPort").Default));
    }

    [Theory]
    [InlineData("Startup", "/health/live")]
    [InlineData("Liveness", "/health/live")]
    [InlineData("Readiness", "/health/ready")]
    public void A_probe_asks_the_servers_own_health(string type, string path)
    {
        var probe = Container()["probes"]!.AsArray().Single(p => p!["type"]!.GetValue<string>() == type)!["httpGet"]!;
        probe["path"]!.GetValue<string>().ShouldBe(path);
        probe["port"]!.GetValue<string>().ShouldBe("[variables('httpPort')]");
        probe["httpHeaders"]!.GetValue<string>().ShouldBe("[variables('probeHeaders')]");
    }

    [Fact]
    public void The_schema_is_brought_up_to_date_by_the_same_image_with_the_same_settings()
    {
        var job = Properties("Microsoft.App/jobs")["template"]!["containers"]![0]!;
        Texts(job["args"]).ShouldBe(["migrate"]);
        foreach (var same in (string[])["image", "env", "volumeMounts"])
        {
            job[same]!.ToJsonString().ShouldBe(Container()[same]!.ToJsonString(), same);
        }
    }

    [Fact]
    public void A_clustered_start_finds_every_setting_that_it_asks_for()
    {
        var given = Env().Concat(SecretFiles().Select(file => $"{Settings.VariablePrefix}{file}")).ToHashSet(StringComparer.Ordinal);
        given.IsSupersetOf(ClusteredStart.Variables).ShouldBeTrue(string.Join(", ", ClusteredStart.Variables.Except(given)));
        Env()
            .Where(name => name.StartsWith(Settings.VariablePrefix) && name != Settings.SecretsVariable)
            .Except(Settings.All.Select(s => s.Variable))
            .ShouldBeEmpty();
        SecretFiles().ShouldBeSubsetOf(Settings.All.Where(s => s.Secret).Select(s => s.Name.Replace(":", "__", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_secret_comes_from_the_vault_by_the_nodes_own_identity()
    {
        var copies = NodeVariables()["copy"]!.AsArray().Single(c => c!["name"]!.GetValue<string>() == "secrets")!["input"]!.AsObject();
        copies.Select(p => p.Key).ShouldBe(["name", "keyVaultUrl", "identity"], ignoreOrder: true);
        App()["configuration"]!["secrets"]!.GetValue<string>().ShouldBe("[variables('secrets')]");
        Properties("Microsoft.KeyVault/vaults")["enableRbacAuthorization"]!.GetValue<bool>().ShouldBeTrue();
        Properties("Microsoft.KeyVault/vaults")["enablePurgeProtection"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public void A_parameter_that_is_a_secret_is_secure_and_has_no_default()
    {
        string[] secrets = ["databasePassword", "masterKey", "siloCertificate", "siloKey", "siloAuthority"];
        var parameters = compiled.Template["parameters"]!.AsObject();
        parameters
            .Where(p => p.Value!["type"]!.GetValue<string>() == "securestring")
            .Select(p => p.Key)
            .ShouldBe(secrets, ignoreOrder: true);
        secrets.ShouldAllBe(name => parameters[name]!["defaultValue"] == null);
        foreach (
            var (resource, template) in All().Where(r => r.Resource["type"]!.GetValue<string>() == "Microsoft.KeyVault/vaults/secrets")
        )
        {
            var value = resource["properties"]!["value"]!.GetValue<string>();
            var parameter = value["[parameters('".Length..^"')]".Length];
            template["parameters"]![parameter]!["type"]!.GetValue<string>().ShouldBe("securestring", parameter);
        }
    }

    private JsonNode Parameter(string name) => compiled.Template["parameters"]![name]!;

    private JsonObject Only(string type) => All().Single(r => r.Resource["type"]!.GetValue<string>() == type).Resource;

    private JsonObject Properties(string type) => Only(type)["properties"]!.AsObject();

    private JsonObject App() => Properties("Microsoft.App/containerApps");

    private JsonNode Container() => App()["template"]!["containers"]!.AsArray().ShouldHaveSingleItem()!;

    private JsonNode NodeVariables() =>
        All().Single(r => r.Resource["type"]!.GetValue<string>() == "Microsoft.App/containerApps").Template["variables"]!;

    private string[] Env()
    {
        Container()["env"]!.GetValue<string>().ShouldBe("[variables('settings')]");
        // An array with expressions in it is one expression; the names in it are plain.
        return NodeVariables()["settings"] is JsonArray list
            ? [.. list.Select(e => e!["name"]!.GetValue<string>())]
            : throw new InvalidDataException($"settings is no list: {NodeVariables()}");
    }

    private string[] SecretFiles() =>
        [
            .. NodeVariables()["volumes"]!.AsArray().Single(v => v!["name"]!.GetValue<string>() == "secrets")!["secrets"]!
                .AsArray()
                .Select(s => s!["path"]!.GetValue<string>()),
        ];

    /// <summary>Every resource that is deployed, with the template it stands in.</summary>
    private IEnumerable<(JsonObject Resource, JsonObject Template)> All() => In(compiled.Template);

    // Named resources are an object, the others a list: which of both depends on what a module uses.
    private static IEnumerable<(JsonObject Resource, JsonObject Template)> In(JsonObject template) =>
        (template["resources"] is JsonObject named ? named.Select(r => r.Value) : template["resources"]!.AsArray())
            .Select(resource => resource!.AsObject())
            .Where(resource => resource["existing"]?.GetValue<bool>() is not true)
            .SelectMany(resource =>
                resource["properties"]?["template"] is JsonObject nested && nested.ContainsKey("$schema")
                    ? In(nested).Prepend((resource, template))
                    : [(resource, template)]
            );

    private static string[] Texts(JsonNode? list) => [.. (list?.AsArray() ?? []).Select(item => item!.ToString())];
}
