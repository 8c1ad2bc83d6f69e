namespace Outrigger.Local;

/// <summary>
/// The mesh cannot be run as asked. The message is one sentence for the user, complete without a stack trace.
/// </summary>
public sealed class LocalRuntimeException : Exception
{
    /// <summary>Creates the exception without a message; for serializers only.</summary>
    public LocalRuntimeException()
    {
    }

    /// <summary>Creates the exception.</summary>
    public LocalRuntimeException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with what caused it.</summary>
    public LocalRuntimeException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
