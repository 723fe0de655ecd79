using System.Net;
using RetailGuard.Testing;

namespace RetailGuard.Bench.Load;

/// <summary>Somebody signed in at one store, who acts through whichever node answers. An act is repeated with its key until it is answered.</summary>
internal sealed class ClusterPerson(
    Guid id,
    string token,
    int home,
    ClusterNodes nodes,
    HttpClient http,
    ClusterTally tally,
    TimeProvider time
)
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(200);

    /// <summary>So long nobody waits for an answer.</summary>
    private static readonly TimeSpan GivenUp = TimeSpan.FromSeconds(90);

    public string Token => token;

    /// <summary>Null when the answer was no, or when none came.</summary>
    public Task<Answer?> GetAsync(string path, CancellationToken cancellation) =>
        AskAsync(path, (api, _) => api.GetAsync(path), cancellation);

    /// <param name="action">The audit event that the act leaves.</param>
    /// <returns>Whether it was answered with success: from then on it is acknowledged.</returns>
    public async Task<bool> ActAsync(Guid alert, string act, string action, object? body, CancellationToken cancellation)
    {
        var key = Unique.Id();
        var path = $"/api/alerts/{alert}/{act}";
        if (await AskAsync(path, (api, _) => api.PostAsync(path, body, key), cancellation) is null)
        {
            return false;
        }

        tally.Acknowledged.Enqueue(new(alert, action, id));
        return true;
    }

    private async Task<Answer?> AskAsync(string what, Func<Api, int, Task<Answer>> ask, CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        for (var turn = 0; time.GetElapsedTime(began) < GivenUp; turn++)
        {
            try
            {
                var answer = await ask(new Api(nodes[home + turn].Address, http, token), turn);
                if ((int)answer.Status is >= 200 and < 300)
                {
                    return answer;
                }

                if (answer.Status is not HttpStatusCode.TooManyRequests and < HttpStatusCode.InternalServerError)
                {
                    tally.Troubles.Enqueue($"{what.Split('/')[^1]}: {(int)answer.Status} {answer.Code}");
                    return null;
                }
            }
            catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException)
            {
                // The node died, or is not back yet: the next one is asked.
            }

            await Task.Delay(Between, time, cancellation);
        }

        tally.Troubles.Enqueue($"{what.Split('/')[^1]}: no answer within {GivenUp.TotalSeconds:0} s");
        return null;
    }
}
