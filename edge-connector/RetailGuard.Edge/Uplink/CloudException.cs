namespace RetailGuard.Edge.Uplink;

/// <summary>The connection to the cloud cannot be made or is over. The message is for the installer.</summary>
internal class CloudException(string message) : Exception(message);

/// <summary>The cloud will not have this box until somebody mends something: trying again soon is no use.</summary>
internal sealed class CloudRefusedException(string code, string message) : CloudException(message)
{
    /// <summary>The cloud's code, for example <c>device-unknown</c>.</summary>
    public string Code { get; } = code;
}
