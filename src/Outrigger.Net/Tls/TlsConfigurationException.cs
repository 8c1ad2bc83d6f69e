namespace Outrigger.Net.Tls;

/// <summary>Options of TLS cannot be used; the message says which and why.</summary>
public sealed class TlsConfigurationException : Exception
{
    /// <summary>Makes the exception without a message.</summary>
    public TlsConfigurationException()
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What cannot be used, and why.</param>
    public TlsConfigurationException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What cannot be used, and why.</param>
    /// <param name="innerException">What was thrown first.</param>
    public TlsConfigurationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
