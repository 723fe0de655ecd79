using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Identity;

/// <summary>What is kept of providers under the retailer's key: the client's secret, and who people are there.</summary>
internal sealed class ProviderSecrets(TenantKeys keys)
{
    private const string SealPurpose = "single-sign-on/secret";
    private const string SubjectPurpose = "single-sign-on/subject";

    /// <summary>Sealed for the issuer and client that the row names: under another issuer it does not open.</summary>
    public async Task<string> SealAsync(SingleSignOnProvider provider, string secret, CancellationToken cancellation)
    {
        var key = await keys.DeriveAsync(provider.Tenant, SealPurpose, cancellation);
        var sealedSecret = Sealing.Seal(key, Encoding.UTF8.GetBytes(secret), Context(provider));
        CryptographicOperations.ZeroMemory(key);
        return WebEncoders.Base64UrlEncode(sealedSecret);
    }

    public async Task<string> OpenAsync(SingleSignOnProvider provider, CancellationToken cancellation)
    {
        var key = await keys.DeriveAsync(provider.Tenant, SealPurpose, cancellation);
        try
        {
            return Encoding.UTF8.GetString(Sealing.Open(key, WebEncoders.Base64UrlDecode(provider.SealedSecret), Context(provider)));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>What a link is known by. Never the e-mail: addresses change hands.</summary>
    public async Task<byte[]> HashAsync(TenantId tenant, ProvenSubject subject, CancellationToken cancellation)
    {
        var key = await keys.DeriveAsync(tenant, SubjectPurpose, cancellation);
        var hash = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{subject.Issuer}\n{subject.Subject}"));
        CryptographicOperations.ZeroMemory(key);
        return hash;
    }

    private static string Context(SingleSignOnProvider provider) =>
        $"single-sign-on/{provider.Tenant}/{provider.Issuer}\n{provider.ClientId}";
}
