using RetailGuard.Tools.Simulator;

namespace RetailGuard.Testing;

/// <summary>A retailer's privacy impact assessment, written and approved over the real routes.</summary>
public static class Assessed
{
    /// <summary>A version in force: written by somebody of head office, approved by both administrators.</summary>
    /// <param name="author">Signed in; null hires one.</param>
    /// <returns>Its number.</returns>
    public static async Task<int> ApproveAsync(Retailer retailer, Api? author = null)
    {
        ArgumentNullException.ThrowIfNull(retailer);
        author ??= (await retailer.HireUntrainedAsync(Identity.Role.HeadOfficeLossPrevention)).FirstSignIn;
        return await ApproveAsync(author, retailer.Admin, retailer.SecondAdmin);
    }

    /// <param name="first">Independent of the author, as is the second of both.</param>
    public static async Task<int> ApproveAsync(Api author, Api first, Api second)
    {
        var version = await SubmitAsync(author);
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        (await first.PostAsync($"/api/assessment/versions/{version}/approve")).Ok();
        (await second.PostAsync($"/api/assessment/versions/{version}/approve")).Ok();
        return version;
    }

    /// <summary>A version that waits for its approvers.</summary>
    /// <returns>Its number.</returns>
    public static async Task<int> SubmitAsync(Api author)
    {
        ArgumentNullException.ThrowIfNull(author);
        (await author.PatchAsync("/api/assessment/draft", Assessments.Content)).Ok();
        var submitted = await author.PostAsync("/api/assessment/submit", new { review = "Reviewed; the figures were brought up to date." });
        return submitted.Ok()["version"].GetInt32();
    }
}
