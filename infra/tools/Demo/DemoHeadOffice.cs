using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using RetailGuard.Tools.Simulator;

namespace RetailGuard.Tools.Demo;

/// <summary>What head office did during a demo.</summary>
internal sealed class HeadOfficeTally
{
    public int Frozen { get; set; }

    public int CasesClosed { get; set; }

    public int Stops { get; set; }
}

/// <summary>
/// The two people of the fictional head office: they look at disputes, bring entries back together, start a drill, and stop a camera
/// for a moment. Without them a demo would end with its first frozen entry.
/// </summary>
internal sealed class DemoHeadOffice(ApiClient lossPrevention, ApiClient privacyOfficer, TimeProvider time, Action<string> say)
    : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    public HeadOfficeTally Tally { get; } = new();

    public static async Task<DemoHeadOffice> SignInAsync(Uri server, DemoSignIns signIns, TimeProvider time, Action<string> say)
    {
        return new(await AsAsync(signIns.HeadOffice[0]), await AsAsync(signIns.HeadOffice[1]), time, say);

        async Task<ApiClient> AsAsync(SeededPerson person)
        {
            return new(server) { Token = await RetailerSeed.SignInAsync(server, person) };
        }
    }

    /// <summary>Adds the people whose pictures drills show: each of whom two photographs are good enough.</summary>
    public async Task AddVolunteersAsync(SamplePeople cast)
    {
        var number = 0;
        foreach (var photos in Enumerable.Range(0, 2).Select(cast.Photos))
        {
            var form = new MultipartFormDataContent
            {
                {
                    JsonContent.Create(
                        new
                        {
                            label = $"Volunteer {++number}",
                            consentVersion = "demo-1",
                            consentedAt = time.GetUtcNow().AddDays(-1),
                        }
                    ),
                    "volunteer"
                },
            };
            foreach (var photo in photos.Take(2))
            {
                form.Add(
                    new ByteArrayContent(await File.ReadAllBytesAsync(photo))
                    {
                        Headers = { ContentType = new MediaTypeHeaderValue("image/jpeg") },
                    },
                    "photo",
                    "photo.jpg"
                );
            }

            await lossPrevention.PostFormAsync("/api/drills/volunteers", form);
        }
    }

    /// <summary>Closes cases and brings entries back, until the demo ends.</summary>
    public async Task WorkAsync(CancellationToken cancellation)
    {
        using var rounds = new PeriodicTimer(LookEvery, time);
        try
        {
            do
            {
                await TryAsync(CloseCasesAsync);
                await TryAsync(ReinstateAsync);
            } while (await rounds.WaitForNextTickAsync(cancellation));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The demo ends.
        }

        async Task TryAsync(Func<Task> work)
        {
            try
            {
                await work();
            }
            catch (Exception e) when (e is RefusedException or HttpRequestException)
            {
                // The next round looks again; a server that ends first is no news.
                if (!cancellation.IsCancellationRequested)
                {
                    say($"Head office could not go on: {e.Message}");
                }
            }
        }
    }

    /// <summary>Starts a drill as soon as no alert is open (R48).</summary>
    public async Task DrillAsync(Guid store, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                await lossPrevention.PostAsync("/api/drills", new { storeId = store });
                say("A drill was started; it looks like any alert until it is decided");
                return;
            }
            catch (RefusedException e) when (e.Code is "alert-open" or "matching-off")
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), time, cancellation);
            }
        }
    }

    /// <summary>Throws the kill switch for a camera, and resumes (R8).</summary>
    public async Task StopForAMomentAsync(Guid camera, CancellationToken cancellation)
    {
        var halt = new
        {
            scope = "camera",
            id = camera,
            reason = "The camera was moved.",
        };
        await privacyOfficer.PostAsync("/api/matching/stop", halt);
        Tally.Stops++;
        say("Matching was stopped for one camera");
        await Task.Delay(TimeSpan.FromSeconds(3), time, cancellation);
        await privacyOfficer.PostAsync("/api/matching/resume", halt);
    }

    public async Task<JsonElement> TimingsAsync() => await lossPrevention.GetAsync("/api/reports/timings");

    public void Dispose()
    {
        lossPrevention.Dispose();
        privacyOfficer.Dispose();
    }

    private async Task CloseCasesAsync()
    {
        foreach (var open in (await privacyOfficer.GetAsync("/api/cases?state=open")).EnumerateArray())
        {
            var number = open.GetProperty("number").GetString();
            await privacyOfficer.PutAsync(
                $"/api/cases/{number}/misidentification",
                new
                {
                    cause = "firstVote",
                    apology = "In person, by the store manager.",
                    redress = "A letter, and the details removed.",
                    fix = "Both voters take the course again.",
                }
            );
            var finding = new { finding = "misidentified", note = "The pictures show two people." };
            await privacyOfficer.PostAsync($"/api/cases/{number}/close", finding);
            Tally.CasesClosed++;
            say($"Case {number}: the mistake is on record, and the case is closed");
        }
    }

    private async Task ReinstateAsync()
    {
        foreach (var entry in (await lossPrevention.GetAsync("/api/entries/suspended")).EnumerateArray())
        {
            var suspension = entry.GetProperty("suspension");
            var path = $"/api/entries/{entry.GetProperty("id").GetGuid()}/reinstate";
            var asked = await AgreeAsync(lossPrevention, path);
            if (!await AgreeAsync(privacyOfficer, path) || !asked)
            {
                continue;
            }

            if (suspension.GetProperty("reason").GetString() == "alertRate")
            {
                Tally.Frozen++;
            }

            say($"{entry.GetProperty("label").GetString()}: {suspension.GetProperty("detail").GetString()} Two people brought it back.");
        }
    }

    /// <summary>One of the two says yes. Who has said so already does not stop the other.</summary>
    private static async Task<bool> AgreeAsync(ApiClient person, string path)
    {
        try
        {
            await person.PostAsync(path, new { reason = "Compared with the incident's footage." });
            return true;
        }
        catch (RefusedException e) when (e.Code is "same-person")
        {
            return true;
        }
        catch (RefusedException e) when (e.Code is "case-open" or "entry-decided")
        {
            // Looked at again with the next round.
            return false;
        }
    }
}
