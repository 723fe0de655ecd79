using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using RetailGuard.Cli.Live;

namespace RetailGuard.Cli.Demo;

/// <summary>Builds the fictional retailer through the public API, as its people would.</summary>
internal sealed class DemoSeed(ApiClient api, DemoCast cast, DemoFolder folder, TimeProvider time)
{
    public const string Tenant = "demo";
    public const string AdminEmail = "admin@demo.example";
    private const string PinDigits = "0123456789";

    private sealed record Created(Guid Id);

    public async Task<DemoSignIns> RunAsync(string adminPassword, string subjects, string ffmpeg)
    {
        api.Token = await SignInAsync(AdminEmail, adminPassword);
        var stores = new[]
        {
            await AddStoreAsync("Store 1", "1 Example Street, Wellington", ["Store manager 1", "Staff member 1", "Staff member 2"]),
            await AddStoreAsync("Store 2", "2 Example Street, Dunedin", ["Store manager 2", "Staff member 3", "Staff member 4"]),
        };
        foreach (var name in (string[])["Entrance (video)", "Foyer (pictures)"])
        {
            await api.PostAsync($"/api/stores/{stores[0].Id}/cameras", new { name });
        }

        var approver = await AddPersonAsync("Loss prevention 1", "headOfficeLossPrevention", [], votes: false);
        var privacyOfficer = await AddPersonAsync("Privacy officer 1", "privacyOfficer", [], votes: false);

        // Store 2 lists C, who walks past store 1's camera without raising anything there.
        var used = new List<string>
        {
            await EnrolAsync(stores[1], approver, "Subject C", "prolificTheft", "Eleven recorded thefts of meat.", cast.Photos(2)),
        };
        foreach (var subject in subjects)
        {
            used.Add(
                subject switch
                {
                    'A' => await EnrolAsync(
                        stores[0],
                        approver,
                        "Subject A",
                        "threat",
                        "Threatened a checkout operator with violence.",
                        cast.Photos(0)
                    ),
                    'B' => await EnrolAsync(
                        stores[0],
                        approver,
                        "Subject B",
                        "highValueTheft",
                        "Left with a trolley of unpaid goods.",
                        cast.Photos(1)
                    ),
                    'E' => await EnrolFromClipAsync(stores[0], approver, ffmpeg),
                    _ => throw new CommandRefusedException($"--subjects takes A, B and E, not {subject}."),
                }
            );
        }

        LayOutPictures(used);
        var signIns = new DemoSignIns(Tenant, AdminEmail, adminPassword, stores, [approver, privacyOfficer]);
        using var headOffice = await DemoHeadOffice.SignInAsync(api.Server, signIns, time, _ => { });
        await headOffice.AddVolunteersAsync(cast);
        return signIns;
    }

    private async Task<string> EnrolFromClipAsync(DemoStore store, DemoPerson approver, string ffmpeg)
    {
        var still = Path.Combine(folder.Temp, "still.jpg");
        await File.WriteAllBytesAsync(still, await cast.StillOfSubjectEAsync(ffmpeg));
        try
        {
            return await EnrolAsync(store, approver, "Subject E", "violence", "Pushed a staff member to the ground.", [still]);
        }
        finally
        {
            File.Delete(still);
        }
    }

    /// <summary>A store and the people who work in it; who is called a manager is one. Needs the administrator signed in.</summary>
    public async Task<DemoStore> AddStoreAsync(string name, string address, string[] people)
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
        var added = new List<DemoPerson>();
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
    public async Task<DemoPerson> AddPersonAsync(string name, string role, Guid[] storeIds, bool votes)
    {
        var email = $"{name.Replace(' ', '.').ToLowerInvariant()}@demo.example";
        var password = NewPassword();
        var answer = await api.PostAsync(
            "/api/people",
            new
            {
                name,
                email,
                password,
                roles = new[] { role },
                storeIds,
            }
        );
        var id = answer.GetProperty("id").GetGuid();
        var digits = votes ? NewPin() : "";
        if (votes)
        {
            using var own = new ApiClient(api.Server);
            own.Token = await SignInAsync(email, password);
            await own.PutAsync("/api/me/pin", new { pin = digits, password });
            await DemoExam.PassAsync(own);
        }

        return new(id, name, email, password, digits);
    }

    /// <summary>Proposes the first photograph that passes the quality gate, as a store manager; approves as head office. Returns the photograph.</summary>
    public async Task<string> EnrolAsync(
        DemoStore store,
        DemoPerson approver,
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

    /// <summary>People who are listed, people who are not, and groups, by turns. The names tell the scripted voters who is on each.</summary>
    private void LayOutPictures(List<string> enrolled)
    {
        var groups = cast.Groups();
        var scenes = Enumerable
            .Range(0, 4)
            .SelectMany(person =>
                cast.Photos(person)
                    .Where(p => !enrolled.Contains(p))
                    .Select((photo, turn) => (turn, Name: $"subject-{(char)('a' + person)}", photo))
            )
            .Concat(groups.Select((photo, turn) => (turn, Name: "group", photo)))
            .OrderBy(scene => scene.turn)
            .ThenBy(scene => scene.Name, StringComparer.Ordinal);
        foreach (var (i, (_, name, photo)) in scenes.Index())
        {
            File.Copy(photo, Path.Combine(folder.Pictures, $"{i + 1:00}-{name}{Path.GetExtension(photo)}"), overwrite: true);
        }
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
            var pin = RandomNumberGenerator.GetString(PinDigits, 6);
            if (pin.Distinct().Count() >= 3)
            {
                return pin;
            }
        }
    }
}
