using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;

namespace RetailGuard.Tools.Simulator;

/// <summary>The codes with which a new retailer's two administrators choose their passwords.</summary>
public sealed record InvitedAdministrators(string Code, string SecondCode)
{
    /// <param name="said">By the command that made the retailer.</param>
    public static InvitedAdministrators In(IEnumerable<string> said)
    {
        var codes = said.Select(line => line.Split(' ')).Where(parts => parts is [_, _, _] && parts[0].Contains('@')).ToList();
        return new(codes.Single(c => c[0] == RetailerSeed.AdminEmail)[1], codes.Single(c => c[0] == RetailerSeed.SecondAdminEmail)[1]);
    }
}

/// <summary>Builds a fictional retailer through the public API, as its people would: stores, people who have passed the exam, entries.</summary>
/// <param name="api">Its administrator must be signed in where stores and people are added.</param>
public sealed class RetailerSeed(ApiClient api, TimeProvider time)
{
    public const string Tenant = "demo";
    public const string AdminEmail = "admin@demo.example";
    public const string SecondAdminEmail = "second-admin@demo.example";
    private const string PinDigits = "0123456789";

    private string? _secondAdmin;

    /// <summary>Signs both administrators in for the first time: one makes people's accounts, the other vouches for them.</summary>
    /// <param name="password">That both choose.</param>
    public async Task EnterAdministratorsAsync(InvitedAdministrators invited, string password)
    {
        ArgumentNullException.ThrowIfNull(invited);
        api.Token = await AcceptAsync(invited.Code, password);
        _secondAdmin = await AcceptAsync(invited.SecondCode, password);
    }

    /// <summary>A store and the people who work in it; who is called a manager is one. Needs the administrator signed in.</summary>
    public async Task<SeededStore> AddStoreAsync(string name, string address, string[] people)
    {
        var answer = await api.PostAsync(
            "/api/stores",
            new
            {
                name,
                address,
                timeZone = "Pacific/Auckland",
            }
        );
        var id = answer.GetProperty("id").GetGuid();
        var added = new List<SeededPerson>();
        foreach (var person in people)
        {
            added.Add(
                await AddPersonAsync(
                    person,
                    person.Contains("manager", StringComparison.Ordinal) ? "storeManager" : "storeStaff",
                    [id],
                    votes: true
                )
            );
        }

        return new(id, name, added);
    }

    /// <param name="votes">Whether the person chooses a PIN and passes the exam.</param>
    public async Task<SeededPerson> AddPersonAsync(string name, string role, Guid[] storeIds, bool votes)
    {
        var email = $"{name.Replace(' ', '.').ToLowerInvariant()}@demo.example";
        var password = NewPassword();
        var answer = await api.PostAsync(
            "/api/people",
            new
            {
                name,
                email,
                roles = new[] { role },
                storeIds,
            }
        );
        var id = answer.GetProperty("id").GetGuid();
        var digits = votes ? NewPin() : "";
        using var own = new ApiClient(api.Server);
        own.Token = await AcceptAsync(answer.GetProperty("invitation").GetProperty("code").GetString()!, password);
        if (votes)
        {
            await own.PutAsync("/api/me/pin", new { pin = digits, password });
            await Exam.PassAsync(own);
        }

        using var voucher = new ApiClient(api.Server);
        voucher.Token = _secondAdmin ?? throw new InvalidOperationException("The administrators are not signed in.");
        await voucher.PostAsync($"/api/people/{id}/vouch", new { });

        return new(id, name, email, password, digits);
    }

    /// <summary>Proposes the first photograph that passes the quality gate, as a store manager; approves as head office. Returns the photograph.</summary>
    public async Task<string> EnrolAsync(
        SeededStore store,
        SeededPerson approver,
        string label,
        string category,
        string summary,
        IReadOnlyList<string> photos
    )
    {
        using var manager = new ApiClient(api.Server);
        manager.Token = await SignInAsync(store.People[0].Email, store.People[0].Password);
        using var headOffice = new ApiClient(api.Server);
        headOffice.Token = await SignInAsync(approver.Email, approver.Password);
        var entry = new
        {
            storeId = store.Id,
            label,
            category,
            role = "offender",
            incidentAt = time.GetUtcNow().AddDays(-20),
            evidence = $"case file {label[^1]}-2026",
            basis = "reviewedFootage",
            summary,
            expiresAt = time.GetUtcNow().AddMonths(12),
            adult = "yes",
            vulnerable = "no",
        };
        RefusedException? refused = null;
        foreach (var photo in photos)
        {
            var form = new MultipartFormDataContent
            {
                { JsonContent.Create(entry), "entry" },
                {
                    new ByteArrayContent(await File.ReadAllBytesAsync(photo))
                    {
                        Headers = { ContentType = new MediaTypeHeaderValue("image/jpeg") },
                    },
                    "photo",
                    "photo.jpg"
                },
            };
            try
            {
                var proposed = await manager.PostFormAsync("/api/entries", form);
                await headOffice.PostAsync($"/api/entries/{proposed.GetProperty("id").GetGuid()}/approve", new { });
                return photo;
            }
            catch (RefusedException e) when (e.Code.StartsWith("photo-", StringComparison.Ordinal))
            {
                refused = e;
            }
        }

        throw new CommandRefusedException($"No photograph of {label} passes the quality gate: {refused?.Message}");
    }

    /// <summary>Chooses a password with an invitation's code.</summary>
    private async Task<string> AcceptAsync(string code, string password)
    {
        using var anonymous = new ApiClient(api.Server);
        var session = await anonymous.PostAsync("/api/invitation/accept", new { code, password });
        return session.GetProperty("token").GetString()!;
    }

    public async Task<string> SignInAsync(string email, string password)
    {
        using var anonymous = new ApiClient(api.Server);
        var session = await anonymous.PostAsync(
            "/api/sign-in",
            new
            {
                tenant = Tenant,
                email,
                password,
            }
        );
        return session.GetProperty("token").GetString()!;
    }

    public static string NewPassword() => RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz23456789", 16);

    private static string NewPin()
    {
        while (true)
        {
            // No date begins so, and no line of keys.
            var pin = $"49{RandomNumberGenerator.GetString(PinDigits, 4)}";
            if (pin.Distinct().Count() >= 5 && pin[2] > '1')
            {
                return pin;
            }
        }
    }
}
