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

    /// <summary>Signs both administrators in for the first time: one makes people's accounts, the other vouches for them. Publishes the notices.</summary>
    public async Task<(SeededPerson First, SeededPerson Second)> EnterAdministratorsAsync(InvitedAdministrators invited)
    {
        ArgumentNullException.ThrowIfNull(invited);
        using var other = new ApiClient(api.Server);
        var people = (await EnterAsync(api, invited.Code, NewPassword()), await EnterAsync(other, invited.SecondCode, NewPassword()));
        _secondAdmin = other.Token;
        await Signage.PublishAsync(api);
        return people;
    }

    /// <summary>Chooses a password with an invitation's code, and sets a second factor up where the person's roles demand one.</summary>
    private async Task<SeededPerson> EnterAsync(ApiClient person, string code, string password)
    {
        var invited = await person.PostAsync("/api/invitation", new { code });
        var session = await person.PostAsync("/api/invitation/accept", new { code, password });
        person.Token = session.GetProperty("token").GetString();
        var demanded = session.GetProperty("secondFactor").GetProperty("isDemanded").GetBoolean();
        return new(
            session.GetProperty("person").GetProperty("id").GetGuid(),
            session.GetProperty("person").GetProperty("name").GetString()!,
            invited.GetProperty("email").GetString()!,
            password,
            Pin: "",
            demanded ? await SecondFactor.SetUpAsync(person, time) : null
        );
    }

    /// <summary>A store with its notice hung, and the people who work in it; who is called a manager is one. Needs the administrator signed in.</summary>
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
        await Signage.HangAsync(api, id);
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
        using var own = new ApiClient(api.Server);
        var entered = await EnterAsync(own, answer.GetProperty("invitation").GetProperty("code").GetString()!, NewPassword());
        var digits = votes ? NewPin() : "";
        if (votes)
        {
            await own.PutAsync("/api/me/pin", new { pin = digits, entered.Password });
            await Exam.PassAsync(own);
        }

        using var voucher = new ApiClient(api.Server);
        voucher.Token = _secondAdmin ?? throw new InvalidOperationException("The administrators are not signed in.");
        await voucher.PostAsync($"/api/people/{entered.Id}/vouch", new { });

        return entered with
        {
            Pin = digits,
        };
    }

    /// <summary>The assessment, written by somebody of head office and approved by both administrators: without one nobody is matched.</summary>
    public async Task AssessAsync(SeededPerson author)
    {
        using var own = new ApiClient(api.Server);
        own.Token = await SignInAsync(author);
        using var other = new ApiClient(api.Server);
        other.Token = _secondAdmin ?? throw new InvalidOperationException("The administrators are not signed in.");
        await Assessments.ApproveAsync(own, api, other);
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
        manager.Token = await SignInAsync(store.People[0]);
        using var headOffice = new ApiClient(api.Server);
        headOffice.Token = await SignInAsync(approver);
        var incidentAt = time.GetUtcNow().AddDays(-20);
        var entry = new
        {
            storeId = store.Id,
            label,
            category,
            role = "offender",
            incidentAt,
            evidence = $"case file {label[^1]}-2026",
            basis = "reviewedFootage",
            summary,
            // A day less: months are counted on the store's clock, which changes with the season.
            expiresAt = incidentAt.AddMonths(12).AddDays(-1),
            adult = "yes",
            vulnerable = "no",
            harmValue = category is "highValueTheft" or "prolificTheft" ? 900 : (int?)null,
            harmIncidents = category is "prolificTheft" ? 11 : (int?)null,
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

    public Task<string> SignInAsync(SeededPerson person) => SignInAsync(api.Server, person);

    /// <summary>As somebody does in a browser.</summary>
    /// <returns>The session's token.</returns>
    public static async Task<string> SignInAsync(Uri server, SeededPerson person)
    {
        ArgumentNullException.ThrowIfNull(person);
        if (person.SecondFactor is { } factor)
        {
            return await factor.SignInAsync(server);
        }

        using var anonymous = new ApiClient(server);
        var signIn = new
        {
            tenant = Tenant,
            person.Email,
            person.Password,
        };
        return (await anonymous.PostAsync("/api/sign-in", signIn)).GetProperty("token").GetString()!;
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
