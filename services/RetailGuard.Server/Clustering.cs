using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Azure;
using Azure.Data.Tables;
using Azure.Identity;
using Orleans.Clustering.AzureStorage;
using Orleans.Configuration;
using Orleans.Connections.Security;
using Orleans.Hosting;
using RetailGuard.Foundation;
using RetailGuard.Storage;
using StackExchange.Redis;

namespace RetailGuard.Server;

/// <summary>How nodes find each other.</summary>
internal enum ClusterKind
{
    /// <summary>One process that talks to no other.</summary>
    None,

    /// <summary>A table of Azure Table Storage.</summary>
    AzureTables,

    /// <summary>A Redis server.</summary>
    Redis,
}

/// <summary>Configuration section <c>Cluster</c>. With nothing set: one process, nothing to install.</summary>
internal sealed class ClusterOptions
{
    /// <summary>Parsed by <see cref="Clustering"/>, so that a wrong word is answered with the right ones.</summary>
    public string Kind { get; set; } = nameof(ClusterKind.None);

    /// <summary>Nodes with the same id are one cluster; also the service's id, under which reminders are kept.</summary>
    public string Id { get; set; } = "retailguard";

    /// <summary>
    /// Azure tables: a connection string, or the tables' https address, opened by the machine's own identity.
    /// Redis: a StackExchange.Redis string.
    /// </summary>
    public string Connection { get; set; } = "";

    /// <summary>TCP port for the other nodes; 1 to 65,535.</summary>
    public int SiloPort { get; set; } = 11111;

    /// <summary>Address or host name under which the other nodes reach this one; empty takes the machine's own.</summary>
    public string AdvertisedAddress { get; set; } = "";

    public TlsFiles Tls { get; set; } = new();

    public ProbeOptions Probes { get; set; } = new();

    /// <summary>PEM files. All three or none: with them nodes speak TLS and each proves itself to the other.</summary>
    internal sealed class TlsFiles
    {
        /// <summary>This node's certificate, with those between it and the authority after it.</summary>
        public string CertificateFile { get; set; } = "";

        /// <summary>The certificate's private key.</summary>
        public string KeyFile { get; set; } = "";

        /// <summary>Whoever this authority has signed is a node; nobody else is, whatever the system trusts.</summary>
        public string AuthorityFile { get; set; } = "";

        public bool IsSet => CertificateFile.Length + KeyFile.Length + AuthorityFile.Length > 0;
    }

    /// <summary>How soon a dead node is noticed; null takes Orleans' defaults of 5 s and 3 probes.</summary>
    internal sealed class ProbeOptions
    {
        /// <summary>Seconds that a probe may go unanswered; 1 to 60.</summary>
        public int? TimeoutSeconds { get; set; }

        /// <summary>Unanswered probes in a row until a node is suspected; 1 to 10.</summary>
        public int? MissedLimit { get; set; }
    }
}

/// <summary>The nodes cannot be a cluster; the message says all that is to be set.</summary>
internal sealed class ClusterException(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    public string Code { get; } = code;
}

/// <summary>Makes this process one node of a cluster, or the only one.</summary>
internal sealed class Clustering
{
    private const string MembershipTable = AzureStorageClusteringOptions.DEFAULT_TABLE_NAME;

    private readonly ClusterOptions _options;
    private readonly ClusterKind _kind;
    private readonly IPAddress? _advertised;
    private readonly TableServiceClient? _tables;
    private readonly ConfigurationOptions? _redis;
    private readonly X509Certificate2Collection _authority = [];
    private readonly X509Certificate2? _certificate;

    /// <exception cref="ClusterException">Settings are missing or wrong; all of them are named.</exception>
    public Clustering(IConfiguration configuration)
    {
        var problems = new List<string>();
        try
        {
            _options = configuration.GetSection("Cluster").Get<ClusterOptions>() ?? new();
        }
        catch (InvalidOperationException)
        {
            throw new ClusterException(
                "cluster-settings",
                "Cluster:SiloPort, Cluster:Probes:TimeoutSeconds and Cluster:Probes:MissedLimit must be whole numbers."
            );
        }

        if (!Enum.TryParse(_options.Kind, ignoreCase: true, out _kind) || !Enum.IsDefined(_kind) || char.IsAsciiDigit(_options.Kind[0]))
        {
            throw new ClusterException("cluster-settings", "Cluster:Kind must be none, azureTables or redis.");
        }

        if (_kind is ClusterKind.None)
        {
            return;
        }

        problems.AddRange(SharedStorage(configuration));
        problems.AddRange(Numbers(_options));
        if (_options.Id.Length == 0)
        {
            problems.Add("Cluster:Id must not be empty.");
        }

        try
        {
            _tables = _kind is ClusterKind.AzureTables ? Tables(_options.Connection) : null;
            _redis = _kind is ClusterKind.Redis ? Redis(_options.Connection) : null;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidOperationException or UriFormatException)
        {
            // What the library says may repeat the secret.
            problems.Add(
                _kind is ClusterKind.AzureTables
                    ? "Cluster:Connection must be a connection string of Azure Storage or the https address of its tables."
                    : "Cluster:Connection must be a StackExchange.Redis string, for example redis:6379,password=…"
            );
        }

        try
        {
            _advertised = Address(_options.AdvertisedAddress);
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            problems.Add("Cluster:AdvertisedAddress must be an IPv4 address, or a host name that leads to one.");
        }

        try
        {
            if (_options.Tls.IsSet)
            {
                _certificate = X509Certificate2.CreateFromPemFile(_options.Tls.CertificateFile, _options.Tls.KeyFile);
                _authority.ImportFromPemFile(_options.Tls.AuthorityFile);
                problems.AddRange(_authority.Count == 0 ? ["Cluster:Tls:AuthorityFile holds no certificate."] : []);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            problems.Add(
                "Cluster:Tls:CertificateFile, Cluster:Tls:KeyFile and Cluster:Tls:AuthorityFile must name PEM files that can be read, all three or none of them."
            );
        }

        if (problems.Count > 0)
        {
            throw new ClusterException("cluster-settings", string.Join(' ', problems));
        }
    }

    public void Configure(ISiloBuilder silo)
    {
        if (_kind is ClusterKind.None)
        {
            silo.UseLocalhostClustering(siloPort: FreeLoopbackPort(), gatewayPort: 0);
            silo.UseInMemoryReminderService();
            return;
        }

        silo.Configure<Orleans.Configuration.ClusterOptions>(o => (o.ClusterId, o.ServiceId) = (_options.Id, _options.Id));
        // No client gateway: nodes are the only ones that speak Orleans.
        silo.Configure<EndpointOptions>(o =>
        {
            (o.SiloPort, o.GatewayPort) = (_options.SiloPort, 0);
            o.AdvertisedIPAddress = _advertised ?? o.AdvertisedIPAddress;
            // Who advertises loopback wants to be reached from nowhere else.
            o.SiloListeningEndpoint = new(_advertised is { } only && IPAddress.IsLoopback(only) ? only : IPAddress.Any, _options.SiloPort);
        });
        silo.Configure<ClusterMembershipOptions>(o =>
        {
            o.ProbeTimeout = _options.Probes.TimeoutSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : o.ProbeTimeout;
            o.NumMissedProbesLimit = _options.Probes.MissedLimit ?? o.NumMissedProbesLimit;
        });
        ServerHost.AddGrainDirectory(silo);
        silo.Services.AddSingleton<NodeWatch>();
        silo.Services.AddSingleton<INodeWatch>(s => s.GetRequiredService<NodeWatch>());
        silo.Services.AddHostedService(s => s.GetRequiredService<NodeWatch>());
        switch (_kind)
        {
            case ClusterKind.AzureTables:
                silo.UseAzureStorageClustering(o => o.TableServiceClient = _tables!);
                silo.UseAzureTableReminderService(o => o.TableServiceClient = _tables!);
                break;
            case ClusterKind.Redis:
                silo.UseRedisClustering(o => o.ConfigurationOptions = _redis);
                silo.UseRedisReminderService(o => o.ConfigurationOptions = _redis);
                break;
        }

        if (_certificate is not null)
        {
            silo.UseTls(
                _certificate,
                tls =>
                {
                    tls.RemoteCertificateMode = RemoteCertificateMode.RequireCertificate;
                    tls.ClientCertificateMode = RemoteCertificateMode.RequireCertificate;
                    tls.RemoteCertificateValidation = IsNode;
                }
            );
        }
    }

    /// <summary>Sees that the nodes' meeting place answers, before the silo waits for it.</summary>
    /// <exception cref="ClusterException"><c>cluster-store</c>: it does not.</exception>
    public async Task ReachAsync(CancellationToken cancellation)
    {
        try
        {
            if (_tables is not null)
            {
                await _tables.CreateTableIfNotExistsAsync(MembershipTable, cancellation);
            }

            if (_redis is not null)
            {
                var once = _redis.Clone();
                once.AbortOnConnectFail = true;
                await using var redis = await ConnectionMultiplexer.ConnectAsync(once);
            }
        }
        catch (Exception e) when (e is RequestFailedException or AggregateException or RedisException or AuthenticationFailedException)
        {
            var said = (e as AggregateException)?.InnerExceptions[^1].Message ?? e.Message;
            throw new ClusterException(
                "cluster-store",
                $"The nodes' meeting place cannot be reached: {said.Split('\n')[0].Trim().TrimEnd('.')}. Check Cluster:Connection and its server.",
                e
            );
        }
    }

    /// <summary>What every node must see as the others do.</summary>
    private static IEnumerable<string> SharedStorage(IConfiguration configuration)
    {
        if (string.IsNullOrWhiteSpace(configuration["Storage:Postgres"]))
        {
            yield return "Nodes share one record: set Storage:Postgres to a PostgreSQL connection string.";
        }

        if (string.IsNullOrWhiteSpace(configuration["Storage:AzureBlobs"]))
        {
            yield return "Nodes share one picture vault: set Storage:AzureBlobs to a connection string of Azure Blob Storage or the https address of its blobs.";
        }

        if (string.IsNullOrWhiteSpace(configuration["Storage:MasterKey"]))
        {
            yield return "Nodes share one master key: set Storage:MasterKey to its 32 bytes in base64.";
        }

        if (configuration["Storage:Keys"] is { Length: > 0 } keys && !keys.Contains('=', StringComparison.Ordinal))
        {
            yield return "Nodes share one key store: set Storage:Keys to an Npgsql connection string, or leave it out.";
        }

        if (PublicAddress.Of(configuration) is null)
        {
            yield return "Nodes are reached under one address: set PublicAddress to the https address that people use.";
        }
    }

    private static IEnumerable<string> Numbers(ClusterOptions options)
    {
        if (options.SiloPort is < 1 or > IPEndPoint.MaxPort)
        {
            yield return $"Cluster:SiloPort must lie between 1 and {IPEndPoint.MaxPort}.";
        }

        if (options.Probes.TimeoutSeconds is < 1 or > 60)
        {
            yield return "Cluster:Probes:TimeoutSeconds must lie between 1 and 60.";
        }

        if (options.Probes.MissedLimit is < 1 or > 10)
        {
            yield return "Cluster:Probes:MissedLimit must lie between 1 and 10.";
        }
    }

    private static TableServiceClient Tables(string connection)
    {
        var client = new TableClientOptions { Retry = { MaxRetries = 3, Delay = TimeSpan.FromMilliseconds(200) } };
        return AzureAddress.IsMeant(connection)
            ? new(AzureAddress.Read(connection), new DefaultAzureCredential(), client)
            : new(connection, client);
    }

    private static ConfigurationOptions Redis(string connection)
    {
        var parsed = ConfigurationOptions.Parse(connection);
        return parsed.EndPoints.Count > 0 ? parsed : throw new ArgumentException("No server is named.", nameof(connection));
    }

    private static IPAddress? Address(string address) =>
        address.Length == 0 ? null
        : IPAddress.TryParse(address, out var literal) && literal.AddressFamily is AddressFamily.InterNetwork ? literal
        : Dns.GetHostAddresses(address, AddressFamily.InterNetwork).FirstOrDefault()
            ?? throw new ArgumentException("The name leads to no address.", nameof(address));

    /// <summary>A node is whoever the cluster's own authority has signed, by whatever address it is reached.</summary>
    private bool IsNode(X509Certificate2 certificate, X509Chain? sent, SslPolicyErrors errors)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        if (sent is not null)
        {
            chain.ChainPolicy.ExtraStore.AddRange(sent.ChainElements.Select(e => e.Certificate).ToArray());
        }

        return chain.Build(certificate);
    }

    /// <summary>One process talks to nobody, but a silo has a port.</summary>
    private static int FreeLoopbackPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
