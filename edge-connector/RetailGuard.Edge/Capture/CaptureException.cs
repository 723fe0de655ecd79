namespace RetailGuard.Edge.Capture;

/// <summary>A source gives no frames. The message is for the installer and holds no address with a password.</summary>
internal sealed class CaptureException(string message) : Exception(message);
