using System.Buffers.Text;

namespace Outrigger.Http.Grpc;

/// <summary>Translates between statuses of HTTP and gRPC, and to and from text.</summary>
public static class GrpcStatuses
{
    /// <summary>The highest number that a status has.</summary>
    public const int Max = (int)GrpcStatus.Unauthenticated;

    private static readonly int[] s_http =
        [200, 499, 500, 400, 504, 404, 409, 403, 429, 400, 409, 400, 501, 500, 503, 500, 401];

    private static readonly byte[][] s_numbers =
        [.. Enumerable.Range(0, Max + 1).Select(number => System.Text.Encoding.ASCII.GetBytes($"{number}"))];

    /// <summary>
    /// What a caller of gRPC is told when HTTP answers it with a plain status, by gRPC's mapping of HTTP statuses.
    /// </summary>
    /// <param name="httpStatus">The status, 100 to 999.</param>
    public static GrpcStatus FromHttp(int httpStatus) => httpStatus switch
    {
        400 => GrpcStatus.Internal,
        401 => GrpcStatus.Unauthenticated,
        403 => GrpcStatus.PermissionDenied,
        404 => GrpcStatus.Unimplemented,
        429 or 502 or 503 or 504 => GrpcStatus.Unavailable,
        _ => GrpcStatus.Unknown,
    };

    /// <summary>What a client of plain HTTP is told of a call's outcome.</summary>
    /// <param name="status">The outcome; an unknown number counts as 500.</param>
    public static int ToHttp(GrpcStatus status) => (int)status <= Max ? s_http[(int)status] : 500;

    /// <summary>The value of <c>grpc-status</c>.</summary>
    /// <param name="status">A status of the list.</param>
    /// <exception cref="IndexOutOfRangeException">The status is not of the list.</exception>
    public static ReadOnlySpan<byte> TextOf(GrpcStatus status) => s_numbers[(int)status];

    /// <summary>Reads the value of <c>grpc-status</c>.</summary>
    /// <param name="text">The value.</param>
    /// <param name="status">The status; <see cref="GrpcStatus.Unknown"/> when the number is none of the list.</param>
    /// <returns>Whether it was a number at all.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out GrpcStatus status)
    {
        var isNumber = Utf8Parser.TryParse(text, out uint number, out var consumed) && consumed == text.Length;
        status = isNumber && number <= Max ? (GrpcStatus)number : GrpcStatus.Unknown;
        return isNumber;
    }
}
