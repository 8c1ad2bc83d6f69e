using Outrigger.ControlPlane.Api.Contract;

namespace Outrigger.ControlPlane.Client;

/// <summary>The control plane could not be reached, or it refused a request.</summary>
public sealed class ManagementException : Exception
{
    /// <summary>Creates one.</summary>
    /// <param name="message">One sentence for the user.</param>
    /// <param name="diagnostics">The mistakes that the control plane found; empty when there are
    /// none.</param>
    /// <param name="cause">What went wrong underneath, or null.</param>
    public ManagementException(string message, IReadOnlyList<DiagnosticView> diagnostics, Exception? cause = null)
        : base(message, cause) => Diagnostics = diagnostics;

    /// <summary>The mistakes that the control plane found.</summary>
    public IReadOnlyList<DiagnosticView> Diagnostics { get; }
}
