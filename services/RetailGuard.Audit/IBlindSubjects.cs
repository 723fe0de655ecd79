using RetailGuard.Storage;

namespace RetailGuard.Audit;

/// <summary>
/// A module with things that people still judge without knowing of one another (R24, R25): of these nobody reads the events yet, since
/// whoever may read the log may be the next to judge.
/// </summary>
public interface IBlindSubjects
{
    /// <summary>Subjects, as their events name them, of a context's tenant; few at any moment.</summary>
    Task<IReadOnlySet<string>> FindAsync(RetailGuardDb db, CancellationToken cancellation);
}
