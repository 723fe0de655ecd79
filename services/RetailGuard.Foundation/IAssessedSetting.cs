namespace RetailGuard.Foundation;

/// <summary>
/// Something that a retailer's privacy impact assessment judges and that can change afterwards (R44). An approved assessment pins its
/// value; when another holds, nobody is matched until it is assessed anew. Each module brings its own.
/// </summary>
public interface IAssessedSetting
{
    /// <summary>What people call it, in English: <c>alert threshold</c>. Stable, since versions are pinned by it.</summary>
    string Name { get; }

    /// <summary>What holds for a retailer now, as people read it. Equal texts mean that nothing has changed.</summary>
    Task<string> OfAsync(TenantId tenant, CancellationToken cancellation);
}
