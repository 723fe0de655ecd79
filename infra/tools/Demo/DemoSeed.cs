using RetailGuard.Tools.Simulator;

namespace RetailGuard.Tools.Demo;

/// <summary>Builds the demo's retailer: two stores, their people, who is on their lists, and what the picture camera shows.</summary>
internal sealed class DemoSeed(ApiClient api, SamplePeople cast, ProductFolder folder, TimeProvider time)
{
    private readonly RetailerSeed _seed = new(api, time);

    public async Task<DemoSignIns> RunAsync(InvitedAdministrators invited, string subjects, string ffmpeg)
    {
        var (administrator, second) = await _seed.EnterAdministratorsAsync(invited);
        var stores = new[]
        {
            await _seed.AddStoreAsync("Store 1", "1 Example Street, Wellington", ["Store manager 1", "Staff member 1", "Staff member 2"]),
            await _seed.AddStoreAsync("Store 2", "2 Example Street, Dunedin", ["Store manager 2", "Staff member 3", "Staff member 4"]),
        };
        foreach (var name in (string[])["Entrance (video)", "Foyer (pictures)"])
        {
            await api.PostAsync($"/api/stores/{stores[0].Id}/cameras", new { name });
        }

        var approver = await _seed.AddPersonAsync("Loss prevention 1", "headOfficeLossPrevention", [], votes: false);
        var privacyOfficer = await _seed.AddPersonAsync("Privacy officer 1", "privacyOfficer", [], votes: false);
        await _seed.AssessAsync(approver);

        // Store 2 lists C, who walks past store 1's camera without raising anything there.
        var used = new List<string>
        {
            await _seed.EnrolAsync(stores[1], approver, "Subject C", "prolificTheft", "Eleven recorded thefts of meat.", cast.Photos(2)),
        };
        foreach (var subject in subjects)
        {
            used.Add(
                subject switch
                {
                    'A' => await _seed.EnrolAsync(
                        stores[0],
                        approver,
                        "Subject A",
                        "threat",
                        "Threatened a checkout operator with violence.",
                        cast.Photos(0)
                    ),
                    'B' => await _seed.EnrolAsync(
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
        var signIns = new DemoSignIns(RetailerSeed.Tenant, administrator, second, stores, [approver, privacyOfficer]);
        using var headOffice = await DemoHeadOffice.SignInAsync(api.Server, signIns, time, _ => { });
        await headOffice.AddVolunteersAsync(cast);
        return signIns;
    }

    private async Task<string> EnrolFromClipAsync(SeededStore store, SeededPerson approver, string ffmpeg)
    {
        var still = Path.Combine(folder.Temp, "still.jpg");
        await File.WriteAllBytesAsync(still, await cast.StillOfSubjectEAsync(ffmpeg));
        try
        {
            return await _seed.EnrolAsync(store, approver, "Subject E", "violence", "Pushed a staff member to the ground.", [still]);
        }
        finally
        {
            File.Delete(still);
        }
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
}
