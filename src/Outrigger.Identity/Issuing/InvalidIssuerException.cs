namespace Outrigger.Identity.Issuing;

/// <summary>The files of a CA are missing, cannot be read, or do not fit together; the message says which.</summary>
public sealed class InvalidIssuerException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">One sentence.</param>
    /// <param name="inner">What happened beneath, if anything.</param>
    public InvalidIssuerException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
