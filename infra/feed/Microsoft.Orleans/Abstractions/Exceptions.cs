namespace Orleans.Runtime
{
    /// <summary>Base of what the silo itself throws.</summary>
    public class OrleansException : Exception
    {
        public OrleansException() { }

        public OrleansException(string message)
            : base(message) { }

        public OrleansException(string message, Exception innerException)
            : base(message, innerException) { }
    }

    /// <summary>A call was not delivered.</summary>
    public class OrleansMessageRejectionException : OrleansException
    {
        internal OrleansMessageRejectionException(string message)
            : base(message) { }
    }

    /// <summary>The silo is not running, or stops while the call is under way.</summary>
    public sealed class SiloUnavailableException(string message) : OrleansMessageRejectionException(message);

    /// <summary>The silo is set up wrongly and does not start.</summary>
    public sealed class OrleansConfigurationException(string message) : Exception(message);
}

namespace Orleans.Serialization
{
    public class SerializerException : Exception
    {
        public SerializerException() { }

        public SerializerException(string message)
            : base(message) { }

        public SerializerException(string message, Exception innerException)
            : base(message, innerException) { }
    }

    /// <summary>A value of this type cannot travel in a call.</summary>
    public sealed class CodecNotFoundException(string message) : SerializerException(message);
}
