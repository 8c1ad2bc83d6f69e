namespace Outrigger.Net.Tls;

/// <summary>A <see cref="TlsStream"/> broke; the message says why.</summary>
public sealed class TlsStreamException : IOException
{
    /// <summary>Makes the exception without a message.</summary>
    public TlsStreamException()
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">Why it broke.</param>
    public TlsStreamException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">Why it broke.</param>
    /// <param name="innerException">What was thrown first.</param>
    public TlsStreamException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal TlsStreamException(TlsFault fault)
        : base(fault.Text) => Failure = fault.Failure;

    /// <summary>What kind of failure it was.</summary>
    public TlsFailure Failure { get; }
}
