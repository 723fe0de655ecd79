using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Cluster;

/// <summary>Puts an act into the middle of another one: at a moment that the other's database context tells of, and before it goes on.</summary>
internal sealed class Interleaved : IDisposable
{
    private readonly DataStore _record;
    private readonly Func<object?, bool> _isMoment;
    private readonly Func<Task> _act;
    private readonly int _times;
    private readonly DatabaseEvents _events;
    private int _moments;

    /// <param name="record">Whose contexts are meant: other tests run beside this one.</param>
    /// <param name="isMoment">Told of everything that contexts do, in EF Core's own words.</param>
    /// <param name="times">In how many such moments; the ones of <paramref name="act"/> itself count too.</param>
    public Interleaved(DataStore record, Func<object?, bool> isMoment, Func<Task> act, int times = 1)
    {
        (_record, _isMoment, _act, _times) = (record, isMoment, act, times);
        _events = new((_, told) => Look(told));
    }

    /// <summary>Something is loaded and changed, and about to be saved; the database has no lock yet.</summary>
    public static Func<object?, bool> BeforeSaving<T>(Func<T, bool> row)
        where T : class =>
        told => told is TransactionStartingEventData { Context: { } db } && db.ChangeTracker.Entries<T>().Any(e => row(e.Entity));

    /// <summary>An alert is loaded, and its entry's standing is asked for: nothing of the change is done yet.</summary>
    public static bool AfterLoading(object? told) =>
        told is CommandEventData { Command.CommandText: var text }
        && text.Contains("FROM \"Entries\"", StringComparison.Ordinal)
        && !text.Contains("\"Label\"", StringComparison.Ordinal);

    public void Dispose() => _events.Dispose();

    private void Look(object? told)
    {
        if (_isMoment(told) && IsOfRecord(told) && Interlocked.Increment(ref _moments) <= _times)
        {
            // The other one waits here until this is over.
            Task.Run(_act).GetAwaiter().GetResult();
        }
    }

    private bool IsOfRecord(object? told) =>
        told is DbContextEventData { Context: { } db }
        && db.Database.GetDbConnection().ConnectionString.Contains(_record.DataFolder, StringComparison.Ordinal);
}
