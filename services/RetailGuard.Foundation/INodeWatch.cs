namespace RetailGuard.Foundation;

/// <summary>Looks after the other nodes of a cluster. A server that is alone has none.</summary>
public interface INodeWatch
{
    /// <summary>A grain on another node did not answer. Returns at once; the nodes are looked at meanwhile.</summary>
    void Suspect();
}
