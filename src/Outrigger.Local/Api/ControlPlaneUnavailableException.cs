namespace Outrigger.Local.Api;

/// <summary>The control plane gave no answer to go on with; the question may be asked again.</summary>
internal sealed class ControlPlaneUnavailableException : Exception
{
    public ControlPlaneUnavailableException()
    {
    }

    public ControlPlaneUnavailableException(string message)
        : base(message)
    {
    }

    public ControlPlaneUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates the exception with whether the control plane did answer, and said no.</summary>
    public ControlPlaneUnavailableException(string message, bool isRefusal, Exception innerException)
        : base(message, innerException) => IsRefusal = isRefusal;

    /// <summary>
    /// Whether the control plane is there and refused. Else it is starting, or was ended, and will be back.
    /// </summary>
    public bool IsRefusal { get; }
}
