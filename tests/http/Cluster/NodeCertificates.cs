using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace RetailGuard.Tests.Http;

/// <summary>An authority of the test's own, and what it signs.</summary>
internal sealed class NodeCertificates : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rg-tls-").FullName;
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _authority;

    public NodeCertificates()
    {
        var request = new CertificateRequest("CN=Nodes of the test", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        _authority = request.CreateSelfSigned(From, Until);
    }

    // Processes have the system's clock.
    private static DateTimeOffset From => TimeProvider.System.GetUtcNow().AddDays(-1);

    private static DateTimeOffset Until => From.AddDays(2);

    /// <summary>What a node is told about them.</summary>
    public string[] Settings()
    {
        using var node = Sign("node");
        var (certificate, key, authority) = (In("node.crt"), In("node.key"), In("authority.crt"));
        File.WriteAllText(certificate, node.ExportCertificatePem());
        using var secret = node.GetECDsaPrivateKey()!;
        File.WriteAllText(key, secret.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(authority, _authority.ExportCertificatePem());
        return [$"--Cluster:Tls:CertificateFile={certificate}", $"--Cluster:Tls:KeyFile={key}", $"--Cluster:Tls:AuthorityFile={authority}"];
    }

    /// <summary>A certificate with its private key.</summary>
    public X509Certificate2 Sign(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        using var signed = request.Create(_authority, From.AddHours(1), Until.AddHours(-1), RandomNumberGenerator.GetBytes(8));
        return signed.CopyWithPrivateKey(key);
    }

    public void Dispose()
    {
        _authority.Dispose();
        _key.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private string In(string file) => Path.Combine(_folder, file);
}
