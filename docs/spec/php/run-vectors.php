<?php

declare(strict_types=1);

// Prints one JSON result for each verify case of a vector file: php run-vectors.php vectors.json

use Harbor\Delivery;
use Harbor\HarborSignature;
use Harbor\SignatureException;

require __DIR__ . '/HarborSignature.php';

function harborResult(Delivery $delivery): array
{
    $result = [
        'ok' => true,
        'timestamp' => $delivery->timestamp,
        'secret_index' => $delivery->secretIndex,
        'headers_signed' => $delivery->headersSigned,
    ];
    if ($delivery->headersSigned) {
        $result['ids'] = [$delivery->eventId, $delivery->eventType, $delivery->deliveryId];
    }

    return $result;
}

function standardResult(Delivery $delivery): array
{
    return [
        'ok' => true,
        'id' => $delivery->eventId,
        'timestamp' => $delivery->timestamp,
        'key_index' => $delivery->secretIndex,
    ];
}

function run(array $case): array
{
    $body = base64_decode($case['body_base64']);
    $age = [$case['tolerance_seconds'], (int) floor($case['now_ms'] / 1000)];
    $headers = [];
    foreach ($case['headers'] ?? [] as [$name, $value]) {
        $headers[$name][] = $value;
    }
    try {
        if (isset($case['keys'])) {
            return standardResult(HarborSignature::verifyStandard($body, $headers, $case['keys'], ...$age));
        }
        if (isset($case['header'])) {
            return harborResult(HarborSignature::verifyBody($body, $case['header'], $case['secrets'], ...$age));
        }

        return harborResult(HarborSignature::verify($body, $headers, $case['secrets'], ...$age));
    } catch (SignatureException $exception) {
        return ['ok' => false, 'code' => $exception->reason];
    }
}

foreach (json_decode(file_get_contents($argv[1]), true, flags: JSON_THROW_ON_ERROR)['verify'] as $case) {
    echo json_encode(run($case), JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES), "\n";
}
