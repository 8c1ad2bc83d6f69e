namespace Outrigger.Net.Signatures;

/// <summary>A public key cannot be used; the message says why.</summary>
public sealed class PublicKeyException : Exception
{
    /// <summary>Makes the exception without a message.</summary>
    public PublicKeyException()
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">Why the key cannot be used.</param>
    public PublicKeyException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">Why the key cannot be used.</param>
    /// <param name="innerException">What was thrown first.</param>
    public PublicKeyException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
