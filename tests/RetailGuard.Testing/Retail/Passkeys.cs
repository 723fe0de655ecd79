using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using RetailGuard.Tools.Simulator;

namespace RetailGuard.Testing;

/// <summary>The passkeys of people in tests.</summary>
public static class Passkeys
{
    private static readonly ConcurrentDictionary<Guid, SoftPasskey> All = [];

    public static bool Has(Guid person) => All.ContainsKey(person);

    /// <summary>Adds one for somebody who is signed in.</summary>
    public static async Task<Answer> AddAsync(Api person, Guid id)
    {
        ArgumentNullException.ThrowIfNull(person);
        var begun = (await person.PostAsync("/api/me/passkeys/options")).Ok();
        var (passkey, credential) = SoftPasskey.Create(begun["options"], person.Server);
        All[id] = passkey;
        return (
            await person.PostAsync(
                "/api/me/passkeys",
                new
                {
                    step = begun["step"].GetString(),
                    credential,
                    name = "Phone",
                }
            )
        ).Ok();
    }

    public static async Task<Answer> SignInAsync(Api from, Guid person, Guid? storeId = null)
    {
        var (step, credential) = await AnswerAsync(from, person);
        return await SendAsync(from, step, credential, storeId);
    }

    /// <summary>What somebody's passkey answers to a challenge that a server has just given.</summary>
    public static async Task<(string Step, JsonObject Credential)> AnswerAsync(Api from, Guid person)
    {
        ArgumentNullException.ThrowIfNull(from);
        var begun = (await from.PostAsync("/api/sign-in/passkey/options")).Ok();
        return (begun["step"].GetString()!, All[person].Sign(begun["options"], from.Server));
    }

    public static Task<Answer> SendAsync(Api from, string step, JsonObject credential, Guid? storeId = null)
    {
        ArgumentNullException.ThrowIfNull(from);
        return from.PostAsync(
            "/api/sign-in/passkey",
            new
            {
                step,
                credential,
                storeId,
            }
        );
    }
}
