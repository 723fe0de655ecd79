namespace RetailGuard.Server;

/// <summary>One setting of the server.</summary>
/// <param name="Name"><c>Section:Name</c>, as in <c>appsettings.json</c> and after <c>--</c>; case does not matter.</param>
/// <param name="Default">What holds when it is not set; empty where nothing does.</param>
/// <param name="Meaning">One line, with its unit and limits.</param>
/// <param name="Secret">Never in a log, an error or a file of this repository.</param>
public sealed record Setting(string Name, string Default, string Meaning, bool Secret = false)
{
    /// <summary>The environment variable that sets it.</summary>
    public string Variable => Settings.VariablePrefix + Name.Replace(":", "__", StringComparison.Ordinal);
}

/// <summary>Every setting that the server reads. A name that is not here is refused at start, so that none is ever silently ignored.</summary>
public static class Settings
{
    /// <summary>Begins the name of each environment variable of ours.</summary>
    public const string VariablePrefix = "RETAILGUARD_";

    /// <summary>Names a folder with one file for each setting, <c>Storage__MasterKey</c>, as orchestrators mount secrets.</summary>
    public const string SecretsVariable = "RETAILGUARD_SECRETS";

    public static IReadOnlyList<Setting> All { get; } =
    [
        new("Urls", "http://127.0.0.1:5080", "where the server listens"),
        new("PublicAddress", "the tablet's own", "where people outside reach this server; required in a cluster"),
        new("Storage:DataFolder", "data", "SQLite, pictures and master.key, with owner-only rights"),
        new("Storage:MasterKey", "master.key in the data folder", "32 bytes in base64; required in a cluster", Secret: true),
        new("Storage:NextMasterKey", "", "with key rotate: the one that follows Storage:MasterKey; never on a command line", Secret: true),
        new(
            "Storage:Keys",
            "beside the record",
            "the records' keys, which no backup of the record may hold: a file, or an Npgsql connection string",
            Secret: true
        ),
        new("Storage:Postgres", "", "Npgsql connection string; takes PostgreSQL instead of SQLite", Secret: true),
        new(
            "Storage:AzureBlobs",
            "",
            "takes Azure Blob Storage instead of the folder: a connection string, or an https address for the machine's managed identity",
            Secret: true
        ),
        new("Storage:AzureBlobContainer", "pictures", "container of the sealed pictures, made when missing"),
        new("Storage:AuditHeads", "beside the pictures", "folder for the signed heads of the audit chains, best on another machine"),
        new("Vision:Pack", "faceplugin", "model pack of enrolment; connectors must use the same embedding space"),
        new("Vision:NextPack", "", "a second pack beside it, while retailers move to another model"),
        new("Web:TabletFolder", "found", "the built tablet app"),
        new("Web:ConsoleFolder", "found", "the built console of head office"),
        new("Cluster:Kind", "none", "none, azureTables or redis: where nodes find one another and keep reminders"),
        new("Cluster:Id", "retailguard", "nodes with the same id form one cluster"),
        new(
            "Cluster:Connection",
            "",
            "azureTables: a connection string, or an https address for the machine's managed identity; redis: a StackExchange.Redis string",
            Secret: true
        ),
        new("Cluster:SiloPort", "11111", "port for other nodes; reachable from them only"),
        new("Cluster:AdvertisedAddress", "this machine's", "host name or address at which other nodes reach this one"),
        new("Cluster:Tls:CertificateFile", "", "PEM of this node's certificate; with the next two, nodes prove themselves to one another"),
        new("Cluster:Tls:KeyFile", "", "PEM of its private key"),
        new("Cluster:Tls:AuthorityFile", "", "PEM of the authority that signed every node's certificate"),
        new("Cluster:Probes:TimeoutSeconds", "Orleans'", "how long a node may take to answer another's probe"),
        new("Cluster:Probes:MissedLimit", "Orleans'", "probes missed in a row until a node is suspected"),
        new("Proxy:Known", "", "addresses or networks of the proxies in front, separated by commas; only they may say who the client is"),
        new("Proxy:AllowedHosts", "any", "host names that requests may ask for, separated by commas"),
        new("Telemetry:Otlp", "", "address of an OpenTelemetry collector; nothing is sent without one"),
        new("Telemetry:TraceShare", "1", "share of the requests and decisions that are traced, 0 to 1"),
        new("Clock:BehindRecord", "refuse", "accept starts a server whose clock is earlier than the record's last event"),
        new("Guesses:PerMinute", "60", "how often one address may try a password, a pairing code or a case's number, on each node"),
        new("Drain:Wait", "0", "seconds, at most 60, in which a stopping node still answers requests while a balancer learns of it"),
        new(
            "Billing:StripeKey",
            "",
            "secret or restricted key of the Stripe account; without one retailers are billed by hand",
            Secret: true
        ),
        new("Billing:StripeWebhookSecret", "", "signing secret of the webhook that Stripe sends to; required with a key", Secret: true),
        new("Billing:StripeAddress", "Stripe's", "another server that speaks as Stripe does, for tests"),
        new("Billing:Production", "false", "true with a live key, false with a test key: neither is taken for the other"),
        new("Billing:StoreCents", "29900", "price of a store and month in cents of NZ$, without GST"),
        new("Billing:CameraCents", "4900", "price of a camera and month in cents of NZ$, without GST"),
        new("Billing:TrialDays", "30", "days of the first plan that cost nothing and ask for no card, at most 730"),
        new("Billing:Seller", "RetailGuard", "who issues the invoices that are made by hand"),
        new("Billing:GstNumber", "", "the seller's GST number; required for invoices made by hand"),
        new("Mail:Host", "", "SMTP server that takes the product's mails; without one none is sent and codes are printed"),
        new("Mail:Port", "587, or 465 with tls", "port of that server"),
        new("Mail:Security", "startTls", "startTls or tls: a line that is not encrypted is refused; none on this machine only"),
        new("Mail:User", "", "whom to sign in there as; leave out where the server knows this machine"),
        new("Mail:Password", "", "its password; required with a user", Secret: true),
        new("Mail:From", "", "address that mails come from, behind each retailer's own name; required with a host"),
        new("Mail:AuthorityFile", "this machine's", "PEM of the authority that alone vouches for the mail server's certificate"),
        new("Mail:TimeoutSeconds", "30", "how long handing over one mail may take, at most 300"),
        new(
            "SingleSignOn:PrivateAddresses",
            "refuse",
            "allow lets retailers' OpenID providers be in a private network, and on this machine without TLS"
        ),
        new("Operator:Urls", "", "where metrics and the cluster's dashboard listen: an address that only operators reach"),
    ];

    /// <summary>Sections that ASP.NET Core reads itself; what is in them is its own business.</summary>
    internal static IReadOnlyList<string> OfFramework { get; } = ["Logging", "Kestrel"];

    /// <summary>Variables with our prefix that are no settings: the server's own two, and one of the connector on the same machine.</summary>
    public static IReadOnlyList<string> OtherVariables { get; } =
    [SecretsVariable, Vision.ModelPackOptions.FolderVariable, "RETAILGUARD_FFMPEG"];

    /// <summary>The folder of secrets as an absolute path.</summary>
    /// <exception cref="SettingException"><c>secrets-missing</c>: it is not there.</exception>
    internal static string SecretsFolder(string named) =>
        Directory.Exists(named)
            ? Path.GetFullPath(named)
            : throw new SettingException(
                "secrets-missing",
                $"{SecretsVariable} names {Path.GetFullPath(named)}, which is no folder. Mount the secrets there, one file for each setting, or unset it."
            );
}
