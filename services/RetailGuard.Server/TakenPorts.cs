using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace RetailGuard.Server;

/// <summary>Sees before anything starts whether another program listens where this one is to: a silo that ends half started says much.</summary>
internal static class TakenPorts
{
    /// <param name="urls">Setting <c>Urls</c>; names and sockets in it are left to the server itself.</param>
    /// <exception cref="IOException">A port is taken.</exception>
    public static void Refuse(string? urls)
    {
        foreach (var url in (urls ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var address = BindingAddress.Parse(url);
            if (address.IsUnixPipe || address.Port == 0 || !IPAddress.TryParse(address.Host, out var host))
            {
                continue;
            }

            try
            {
                using var listener = new TcpListener(host, address.Port);
                listener.Start();
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressAlreadyInUse)
            {
                var taken = $"The address {url} is in use.";
                throw new IOException(taken, new AddressInUseException(taken, e));
            }
        }
    }
}
