using OtpNet;

namespace RetailGuard.Tools.Simulator;

/// <summary>What a person of head office proves who they are with, beside the password.</summary>
/// <param name="Passkey">For scripts.</param>
/// <param name="AuthenticatorKey">For people: base32, to be typed into an authenticator app.</param>
public sealed record SecondFactor(SoftPasskey Passkey, string AuthenticatorKey)
{
    /// <summary>Sets both up for whoever is signed in, as a newcomer does.</summary>
    public static async Task<SecondFactor> SetUpAsync(ApiClient person, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(person);
        var begun = await person.PostAsync("/api/me/passkeys/options", new { });
        var (passkey, credential) = SoftPasskey.Create(begun.GetProperty("options"), person.Server);
        await person.PostAsync(
            "/api/me/passkeys",
            new
            {
                step = begun.GetProperty("step").GetString(),
                credential,
                name = "Phone",
            }
        );
        var app = await person.PostAsync("/api/me/authenticator", new { });
        var key = app.GetProperty("key").GetString()!;
        var code = new Totp(Base32Encoding.ToBytes(key)).ComputeTotp(time.GetUtcNow().UtcDateTime);
        await person.PostAsync("/api/me/authenticator/confirm", new { step = app.GetProperty("step").GetString(), code });
        return new(passkey, key);
    }

    /// <summary>Signs in with the passkey.</summary>
    /// <returns>The session's token.</returns>
    public async Task<string> SignInAsync(Uri server)
    {
        using var anonymous = new ApiClient(server);
        var begun = await anonymous.PostAsync("/api/sign-in/passkey/options", new { });
        var signIn = new { step = begun.GetProperty("step").GetString(), credential = Passkey.Sign(begun.GetProperty("options"), server) };
        return (await anonymous.PostAsync("/api/sign-in/passkey", signIn)).GetProperty("token").GetString()!;
    }
}
