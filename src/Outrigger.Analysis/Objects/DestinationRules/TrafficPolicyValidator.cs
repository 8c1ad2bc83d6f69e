using Outrigger.Analysis.Syntax;
using Outrigger.Resources.Networking.DestinationRules;

namespace Outrigger.Analysis.Objects.DestinationRules;

/// <summary>The rules of traffic policies.</summary>
internal static class TrafficPolicyValidator
{
    public static void Validate(TrafficPolicy? policy, string path, ObjectFindings findings)
    {
        if (policy is null) return;
        CheckPool(policy.ConnectionPool, $"{path}.connectionPool", findings);
        CheckLoadBalancer(policy.LoadBalancer, $"{path}.loadBalancer", findings);
        CheckOutliers(policy.OutlierDetection, $"{path}.outlierDetection", findings);
        CheckTls(policy.Tls, $"{path}.tls", AnalysisCodes.NoVerificationOfServers, findings);
        for (int i = 0; i < policy.PortLevelSettings.Count; i++)
        {
            PortTrafficPolicy port = policy.PortLevelSettings[i];
            string at = $"{path}.portLevelSettings[{i}]";
            if (port.Port?.Number is null)
            {
                findings.Error(
                    at, "found settings without \"port.number\", expected the port that they are for");
            }

            Common.CheckPort(port.Port?.Number, $"{at}.port.number", findings);
            CheckPool(port.ConnectionPool, $"{at}.connectionPool", findings);
            CheckLoadBalancer(port.LoadBalancer, $"{at}.loadBalancer", findings);
            CheckOutliers(port.OutlierDetection, $"{at}.outlierDetection", findings);
            CheckTls(port.Tls, $"{at}.tls", AnalysisCodes.NoVerificationOfServersOnPort, findings);
        }
    }

    public static void CheckPool(ConnectionPoolSettings? pool, string path, ObjectFindings findings)
    {
        if (pool is null) return;
        CheckNotNegative(pool.Tcp?.MaxConnections, $"{path}.tcp.maxConnections", findings);
        CheckNotNegative(
            pool.Http?.Http1MaxPendingRequests, $"{path}.http.http1MaxPendingRequests", findings);
        CheckNotNegative(pool.Http?.Http2MaxRequests, $"{path}.http.http2MaxRequests", findings);
        CheckNotNegative(
            pool.Http?.MaxRequestsPerConnection, $"{path}.http.maxRequestsPerConnection", findings);
        CheckNotNegative(pool.Http?.MaxRetries, $"{path}.http.maxRetries", findings);
        CheckNotNegative(pool.Http?.MaxConcurrentStreams, $"{path}.http.maxConcurrentStreams", findings);
    }

    private static void CheckNotNegative(int? value, string path, ObjectFindings findings)
    {
        if (value is < 0) findings.Error(path, $"found {value}, expected 0 or more");
    }

    private static void CheckLoadBalancer(
        LoadBalancerSettings? settings, string path, ObjectFindings findings)
    {
        if (settings?.ConsistentHash is { } hash)
        {
            bool hasKey = hash is not
            {
                HttpHeaderName: null, HttpCookie: null, UseSourceIp: null, HttpQueryParameterName: null,
            };
            if (!hasKey)
            {
                const string Message = "found consistent hashing without a key, "
                    + "expected httpHeaderName, httpCookie, useSourceIp or httpQueryParameterName";
                findings.Error($"{path}.consistentHash", Message);
            }
        }

        if (settings?.LocalityLbSetting is not { } locality) return;
        if (locality.Distribute.Count > 0 && locality.Failover.Count + locality.FailoverPriority.Count > 0)
        {
            const string Message = "found \"distribute\" together with failover, expected only one of them";
            findings.Error($"{path}.localityLbSetting", Message);
        }

        for (int i = 0; i < locality.Distribute.Count; i++)
        {
            long sum = locality.Distribute[i].To.Values.Sum(share => (long)share);
            if (sum == 100) continue;
            string at = $"{path}.localityLbSetting.distribute[{i}].to";
            findings.Error(at, $"found shares of {sum} in all, expected 100");
        }
    }

    private static void CheckOutliers(OutlierDetection? outliers, string path, ObjectFindings findings)
    {
        Common.CheckPercent(outliers?.MaxEjectionPercent, $"{path}.maxEjectionPercent", findings);
        Common.CheckPercent(outliers?.MinHealthPercent, $"{path}.minHealthPercent", findings);
        CheckNotNegative(outliers?.ConsecutiveErrors, $"{path}.consecutiveErrors", findings);
    }

    private static void CheckTls(
        ClientTlsSettings? tls, string path, string noVerificationCode, ObjectFindings findings)
    {
        if (tls is null) return;
        if (tls.InsecureSkipVerify == true && tls.Mode is ClientTlsMode.Simple or ClientTlsMode.Mutual)
        {
            findings.Warn(
                $"{path}.insecureSkipVerify",
                "the server's certificate is not verified, so that anybody may pose as the server",
                noVerificationCode);
        }

        if (tls.CredentialName is not null)
        {
            findings.Inform(
                $"{path}.credentialName",
                "Secrets are for gateways only: what sidecars send by this rule fails",
                AnalysisCodes.SchemaWarning);
        }

        bool hasFiles = tls.ClientCertificate is not null
            || tls.PrivateKey is not null
            || tls.CaCertificates is not null;
        if (tls.Mode == ClientTlsMode.Mutual && tls.CredentialName is null
            && (tls.ClientCertificate is null || tls.PrivateKey is null))
        {
            const string Message = "found MUTUAL without a certificate, "
                + "expected clientCertificate and privateKey, or credentialName";
            findings.Error(path, Message);
        }

        if (tls.Mode == ClientTlsMode.IstioMutual && (hasFiles || tls.CredentialName is not null))
        {
            findings.Error(
                path, "found certificates with ISTIO_MUTUAL, expected none, as the workload's own are used");
        }

        if (tls.CredentialName is not null && hasFiles)
        {
            findings.Error(
                $"{path}.credentialName", "found \"credentialName\" and files, expected only one of them");
        }
    }
}
